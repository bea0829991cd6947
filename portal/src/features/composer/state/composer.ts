import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Draft as KeptDraft } from '@/api/drafts';
import { Draft, EditRefused } from '../document/draft';
import { begin, record, redo, undo, type History } from '../document/history';
import { edits, type Operation } from '../document/operations';
import { completed, renamedPosition, type Positions } from '../layout/arrange';
import { drawing, type Drawing } from '../model/containment';
import { copies, NOTHING, read, type Graph, type Reading } from '../model/graph';
import type { Found } from '../problems/problems';
import { Catalogue } from '../types/catalogue';
import { freshName, type Fit } from '../types/fitting';
import { catalogueOf, importFor, type Library } from '../types/sources';
import type { Tree } from '../document/tree';

/** What the composer knows; the text is the source of everything but positions. */
export type Composer = {
  readonly history: History<Positions>;
  /** The last text that could be read; the canvas shows this one. */
  readonly graph: Graph;
  readonly drawn: Drawing;
  readonly catalogue: Catalogue;
  readonly library: Library;
  /** Why the text cannot be read now, and where; the canvas stands still meanwhile. */
  readonly broken: { readonly message: string; readonly line: number } | undefined;
  readonly selected: readonly string[];
  readonly problems: readonly Found[];
  /** What was said last, for people and screen readers. */
  readonly notice: { readonly text: string; readonly wrong: boolean; readonly number: number };
  readonly clipboard: readonly (readonly [string, Tree])[];
  /** The other files of the draft, by path. They are not part of what is undone. */
  readonly files: KeptDraft['files'];

  readonly operate: (label: string, operations: readonly Operation[], at?: Positions) => boolean;
  readonly addNode: (type: string, how?: Adding) => string | undefined;
  readonly rename: (from: string, to: string) => boolean;
  readonly remove: (names: readonly string[]) => void;
  readonly copy: (names: readonly string[]) => void;
  readonly paste: () => void;
  readonly type: (text: string) => void;
  readonly replace: (label: string, text: string) => void;
  readonly attach: (files: KeptDraft['files']) => void;
  readonly move: (label: string, at: Positions) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly select: (names: readonly string[]) => void;
  readonly found: (problems: readonly Found[]) => void;
  readonly say: (text: string, wrong?: boolean) => void;
};

/** What a new node is connected with, and where it is put. */
export type Adding = {
  readonly host?: { readonly name: string; readonly by: string } | undefined;
  readonly from?: { readonly name: string; readonly fit: Fit } | undefined;
  readonly at?: { readonly x: number; readonly y: number } | undefined;
};

/** What follows from a text. */
type Followed = Pick<Composer, 'graph' | 'drawn' | 'catalogue' | 'broken'>;

export type ComposerStore = StoreApi<Composer>;

export function composerStore(
  kept: KeptDraft,
  layout: Positions,
  library: Library,
  reading: Reading = read(kept.text),
  now: () => number = Date.now,
): ComposerStore {
  const files = Object.values(kept.files).flatMap(({ text }) => (text === undefined ? [] : [text]));

  /** What follows from a text; where it cannot be read, what was there before. */
  const follow = (what: Reading, before: Omit<Followed, 'broken'>): Followed => {
    if (what.kind === 'broken') {
      return { ...before, broken: { message: what.message, line: what.line } };
    }
    const catalogue = catalogueOf(library, what.graph, files);
    return {
      graph: what.graph,
      catalogue,
      drawn: drawing(what.graph, catalogue),
      broken: undefined,
    };
  };

  const nothing = {
    graph: NOTHING,
    drawn: { host: new Map(), hosted: new Map(), edges: [] },
    catalogue: new Catalogue([]),
  };
  const first = follow(reading, nothing);

  return createStore<Composer>((set, get) => {
    const become = (history: History<Positions>) => {
      const { graph, drawn, catalogue, selected } = get();
      const before = { graph, drawn, catalogue };
      const next: Partial<Followed> =
        history.text === get().history.text ? {} : follow(read(history.text), before);
      const names = new Set((next.graph ?? graph).nodes.map(({ name }) => name));
      set({ history, ...next, selected: selected.filter((name) => names.has(name)) });
    };

    const go = (label: string, text: string, at: Positions, typed = false) => {
      become(record(get().history, label, text, at, now(), typed));
    };

    return {
      history: begin(
        kept.text,
        completed(
          first.graph.nodes.map(({ name }) => name),
          first.drawn,
          layout,
        ),
      ),
      ...first,
      library,
      selected: [],
      problems: [],
      notice: { text: '', wrong: false, number: 0 },
      clipboard: [],
      files: kept.files,

      operate: (label, operations, at) => {
        const { history, broken, say } = get();
        if (broken !== undefined) {
          say(`Mend line ${broken.line} of the text first: ${broken.message}`, true);
          return false;
        }
        try {
          const draft = operations.reduce<Draft>(
            (each, operation) => each.applyAll(edits(each, operation)),
            Draft.of(history.text),
          );
          go(label, draft.text, at ?? history.side);
          return true;
        } catch (refusal) {
          if (refusal instanceof EditRefused) {
            say(`This cannot be done: ${refusal.message}`, true);
            return false;
          }
          throw refusal;
        }
      },

      addNode: (type, how = {}) => {
        const { graph, history, operate, select, say } = get();
        const name = freshName(graph, type);
        const profile = importFor(library, graph, type);
        const operations: Operation[] = [];
        if (profile !== undefined) {
          operations.push({ kind: 'add-import', profile });
        }
        operations.push({
          kind: 'add-node',
          name,
          type,
          ...(how.host === undefined ? {} : { host: how.host.name, by: how.host.by }),
        });
        if (how.from !== undefined) {
          const { requirement, hosting } = how.from.fit;
          operations.push(
            hosting
              ? { kind: 'move-to-host', node: how.from.name, host: name, by: requirement }
              : { kind: 'connect', node: how.from.name, requirement, target: name },
          );
        }
        const at = how.at === undefined ? history.side : { ...history.side, [name]: how.at };
        if (!operate(`Add ${name}`, operations, at)) {
          return undefined;
        }
        select([name]);
        say(how.host === undefined ? `${name} added` : `${name} added on ${how.host.name}`);
        return name;
      },

      rename: (from, to) => {
        const at = renamedPosition(get().history.side, from, to);
        const done = get().operate(`Rename ${from}`, [{ kind: 'rename-node', from, to }], at);
        if (done) {
          get().select([to]);
          get().say(`${from} is ${to} now`);
        }
        return done;
      },

      remove: (names) => {
        if (names.length > 0) {
          const label = names.length === 1 ? String(names[0]) : `${names.length} nodes`;
          if (get().operate(`Delete ${label}`, [{ kind: 'delete-nodes', names }])) {
            get().say(`${label} deleted`);
          }
        }
      },

      copy: (names) => {
        const { history, graph, say } = get();
        const reading = read(history.text);
        if (reading.kind === 'read' && names.length > 0) {
          set({ clipboard: copies(reading.draft, graph, names) });
          say(`${names.length} copied`);
        }
      },

      paste: () => {
        const { clipboard, graph, operate, select, say } = get();
        const taken = new Set(graph.nodes.map(({ name }) => name));
        const free = clipboard.every(([name]) => !taken.has(name));
        if (clipboard.length > 0 && free) {
          if (operate('Paste', [{ kind: 'paste', nodes: clipboard }])) {
            const names = clipboard.map(([name]) => name);
            get().copy(names);
            select(names);
            say(`${names.join(', ')} pasted`);
          }
        }
      },

      type: (text) => go('Type', text, get().history.side, true),
      replace: (label, text) => go(label, text, get().history.side),
      attach: (more) => set((before) => ({ files: { ...before.files, ...more } })),
      move: (label, at) => go(label, get().history.text, at),
      undo: () => {
        const label = get().history.done.at(-1)?.label;
        become(undo(get().history));
        get().say(label === undefined ? 'There is nothing to undo' : `Undone: ${label}`);
      },
      redo: () => {
        const label = get().history.undone.at(-1)?.label;
        become(redo(get().history));
        get().say(label === undefined ? 'There is nothing to redo' : `Redone: ${label}`);
      },
      select: (names) => set({ selected: names }),
      found: (problems) => set({ problems }),
      say: (text, wrong = false) =>
        set(({ notice }) => ({ notice: { text, wrong, number: notice.number + 1 } })),
    };
  });
}

/** Positions for all nodes: those that are kept, and places for the others. */
export function positions({ history, graph, drawn }: Composer): Positions {
  return completed(
    graph.nodes.map(({ name }) => name),
    drawn,
    history.side,
  );
}
