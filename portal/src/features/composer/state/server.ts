import type { Draft as KeptDraft } from '@/api/drafts';
import { answer, client, type Schemas } from '@/api/client';
import { Fault, type TemplateProblem } from '@/api/problem';
import type { Positions } from '../layout/arrange';
import type { Answer, Revision } from './saving';

/** What is kept of a draft at the server: the text, and where nodes stand. */
export type Sheet = {
  readonly draft: KeptDraft;
  readonly layout: Positions;
};

export function sameSheet(one: Sheet, other: Sheet): boolean {
  return (
    one.draft.text === other.draft.text &&
    one.draft.name === other.draft.name &&
    (one.draft.files === other.draft.files ||
      JSON.stringify(one.draft.files) === JSON.stringify(other.draft.files)) &&
    JSON.stringify(one.layout) === JSON.stringify(other.layout)
  );
}

function revision(view: Schemas['DraftView'], draft: KeptDraft): Revision<Sheet> {
  const { name, path, text, files, inputs, layout } = view.content;
  return {
    number: view.revision,
    by: view.savedBy,
    content: {
      draft: {
        ...draft,
        name,
        path,
        text,
        files: (files ?? {}) as KeptDraft['files'],
        inputs: inputs ?? {},
        changedAt: view.savedAt,
      },
      layout: layout ?? {},
    },
  };
}

/** The draft as the server has it; nothing if it has none of that id. */
export async function load(draft: KeptDraft): Promise<Revision<Sheet> | undefined> {
  try {
    const path = { draft: draft.id };
    return revision(
      await answer(client.GET('/api/v1/drafts/{draft}', { params: { path } })),
      draft,
    );
  } catch (fault) {
    if (fault instanceof Fault && fault.status === 404) {
      return undefined;
    }
    throw fault;
  }
}

export async function save({ draft, layout }: Sheet, seen: number): Promise<Answer<Sheet>> {
  try {
    const kept = await answer(
      client.PUT('/api/v1/drafts/{draft}', {
        params: {
          path: { draft: draft.id },
          header: seen === 0 ? { 'If-None-Match': '*' } : { 'If-Match': `"${seen}"` },
        },
        body: {
          name: draft.name,
          path: draft.path,
          text: draft.text,
          files: draft.files as Schemas['DraftBody']['files'] & object,
          inputs: draft.inputs,
          layout,
        },
      }),
    );
    return { kind: 'kept', number: kept.revision };
  } catch (fault) {
    if (fault instanceof Fault && fault.status === 412) {
      const theirs = await load(draft).catch(() => undefined);
      if (theirs !== undefined) {
        return { kind: 'stale', theirs };
      }
    }
    return { kind: 'offline', why: fault instanceof Error ? fault.message : String(fault) };
  }
}

export async function revisions(draft: string): Promise<readonly Schemas['DraftHead'][]> {
  const path = { draft };
  return (await answer(client.GET('/api/v1/drafts/{draft}/revisions', { params: { path } }))).items;
}

export async function revisionText(draft: string, number: number): Promise<string> {
  const view = await answer(
    client.GET('/api/v1/drafts/{draft}/revisions/{number}', {
      params: { path: { draft, number } },
    }),
  );
  return view.content.text;
}

export async function typeSources(): Promise<readonly Schemas['TypeSource'][]> {
  return (await answer(client.GET('/api/v1/type-sources'))).items;
}

/** The draft with its files as an archive. */
export async function packed(draft: KeptDraft, text: string): Promise<Blob> {
  return answer(
    client.POST('/api/v1/archives', { body: requestOf(draft, text), parseAs: 'blob' }),
  ) as Promise<Blob>;
}

/** A text with add-ons merged onto it, and what is said of that. */
export async function merge(
  template: string,
  addOns: readonly { readonly name: string; readonly text: string }[],
): Promise<Schemas['Composition']> {
  return answer(client.POST('/api/v1/compositions', { body: { template, addOns: [...addOns] } }));
}

function requestOf({ path, files }: KeptDraft, text: string): Schemas['TemplateRequest'] {
  return {
    template: path,
    files: { ...(files as Schemas['TemplateRequest']['files']), [path]: { text } },
  };
}

/** What the server says about a text. */
export async function validate(
  draft: KeptDraft,
  text: string,
): Promise<readonly TemplateProblem[]> {
  const verdict = await answer(
    client.POST('/api/v1/validate', {
      params: { query: {} },
      body: { ...requestOf(draft, text), inputs: draft.inputs },
    }),
  );
  return verdict.problems;
}

const SEEN = 'floria.seen.';

/** The revision that this browser's copy of a draft builds on, and whether it has changes of its own. */
export type Seen = { readonly number: number; readonly text: string };

export function seen(draft: string, storage: Storage = localStorage): Seen | undefined {
  try {
    const kept = storage.getItem(SEEN + draft);
    return kept === null ? undefined : (JSON.parse(kept) as Seen);
  } catch {
    return undefined;
  }
}

export function keepSeen(draft: string, now: Seen, storage: Storage = localStorage): void {
  storage.setItem(SEEN + draft, JSON.stringify(now));
}
