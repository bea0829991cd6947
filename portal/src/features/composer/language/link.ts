import { speak, type Speaking } from '@/api/language';
import type { Draft } from '@/api/drafts';
import { change } from '../document/history';
import type { ComposerStore } from '../state/composer';
import { foundBy, type CodeAction, type Diagnostic } from './diagnostics';
import { contentChange, positionOf, type Range } from './positions';

/** What may be written at a place. */
export type Item = {
  readonly label: string;
  readonly kind?: number;
  readonly detail?: string;
  readonly documentation?: string | { readonly value: string };
  readonly textEdit?: { readonly range: Range; readonly newText: string };
  readonly insertText?: string;
};

export type Hover = { readonly contents: { readonly value: string }; readonly range?: Range };

/** What an editor of the draft can ask the language server. */
export type Link = {
  /** Whether there is a connection now. */
  readonly live: () => boolean;
  readonly complete: (at: number) => Promise<readonly Item[]>;
  readonly hover: (at: number) => Promise<Hover | null>;
  readonly stop: () => void;
};

/** More than that many problems have their fixes worked out when there are fewer. */
const MOST_FIXES = 40;

/** Keeps the language server in step with a draft, and the draft's problems with what it says. */
export function link(
  draft: Pick<Draft, 'path'>,
  store: ComposerStore,
  onLive: (live: boolean) => void,
): Link {
  const uri = uriOf(draft.path);
  let speaking: Speaking | undefined;
  let known = '';
  let version = 0;
  let round = 0;

  const open = (address: string, text: string, languageId = 'tosca') =>
    speaking?.tell('textDocument/didOpen', {
      textDocument: { uri: address, languageId, version: ++version, text },
    });

  let attached: Draft['files'] = {};
  const openFiles = (files: Draft['files']) => {
    for (const [path, file] of Object.entries(files)) {
      if (path !== draft.path && attached[path] !== file) {
        // Of what is no template only that it is there matters.
        const template = /\.(ya?ml|tosca)$/.test(path) ? file.text : undefined;
        open(uriOf(path), template ?? '', template === undefined ? 'plaintext' : 'tosca');
      }
    }
    attached = files;
  };

  const begun = (next: Speaking) => {
    speaking = next;
    attached = {};
    openFiles(store.getState().files);
    known = store.getState().history.text;
    open(uri, known);
    onLive(true);
  };

  const told = (method: string, params: unknown) => {
    const said = params as { uri: string; diagnostics: Diagnostic[] };
    if (method === 'textDocument/publishDiagnostics' && said.uri === uri) {
      void shown(said.diagnostics, known, ++round);
    }
  };

  const shown = async (diagnostics: Diagnostic[], text: string, mine: number) => {
    const show = (actions: readonly CodeAction[]) => {
      const { history, graph, found } = store.getState();
      if (mine === round && history.text === text) {
        found(foundBy(diagnostics, actions, uri, text, graph));
      }
    };
    show([]);
    if (diagnostics.length === 0 || diagnostics.length > MOST_FIXES) {
      return;
    }
    try {
      const whole = { start: { line: 0, character: 0 }, end: positionOf(text, text.length) };
      show(
        (await speaking?.ask<CodeAction[]>('textDocument/codeAction', {
          textDocument: { uri },
          range: whole,
          context: { diagnostics },
        })) ?? [],
      );
    } catch {
      // They are shown without fixes.
    }
  };

  const forget = store.subscribe(({ history, files }) => {
    if (speaking !== undefined && files !== attached) {
      openFiles(files);
    }
    const made = speaking === undefined ? undefined : change(known, history.text);
    if (made !== undefined) {
      speaking?.tell('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges: [contentChange(known, made)],
      });
      known = history.text;
    }
  });

  const stop = speak(begun, told, () => {
    speaking = undefined;
    onLive(false);
  });

  const place = (at: number) => ({ textDocument: { uri }, position: positionOf(known, at) });
  return {
    live: () => speaking !== undefined,
    complete: async (at) => {
      const said = await speaking?.ask<readonly Item[] | { items: readonly Item[] }>(
        'textDocument/completion',
        place(at),
      );
      return said === undefined ? [] : 'items' in said ? said.items : said;
    },
    hover: async (at) =>
      (await speaking?.ask<Hover | null>('textDocument/hover', place(at))) ?? null,
    stop: () => {
      forget();
      stop();
    },
  };
}

function uriOf(path: string): string {
  return `draft:/${path.split('/').map(encodeURIComponent).join('/')}`;
}
