/** A template that is being written, with the files and inputs that belong to it. */
export interface Draft {
  readonly id: string;
  readonly name: string;
  /** Path of the template among the files; {@link text} is its content. */
  readonly path: string;
  readonly text: string;
  /** The other files by path: text, or bytes as Base64. */
  readonly files: Readonly<Record<string, { text?: string; base64?: string }>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly changedAt: string;
}

const PREFIX = 'floria.draft.';

/** All drafts of this browser, the youngest first. */
export function drafts(storage: Storage = localStorage): Draft[] {
  const found: Draft[] = [];
  for (let index = 0; index < storage.length; index++) {
    const key = storage.key(index);
    if (key?.startsWith(PREFIX)) {
      const draft = readDraft(key.slice(PREFIX.length), storage);
      if (draft !== undefined) {
        found.push(draft);
      }
    }
  }
  return found.sort((a, b) => b.changedAt.localeCompare(a.changedAt));
}

export function readDraft(id: string, storage: Storage = localStorage): Draft | undefined {
  const text = storage.getItem(PREFIX + id);
  try {
    return text === null ? undefined : (JSON.parse(text) as Draft);
  } catch {
    return undefined;
  }
}

export function keepDraft(draft: Draft, storage: Storage = localStorage): void {
  storage.setItem(PREFIX + draft.id, JSON.stringify(draft));
}

export function dropDraft(id: string, storage: Storage = localStorage): void {
  storage.removeItem(PREFIX + id);
}

const EMPTY = 'tosca_definitions_version: tosca_simple_yaml_1_3\n\nimports:\n  - floria\n';

/** A draft that is not kept yet. */
export function newDraft(start: Partial<Draft> = {}): Draft {
  return {
    id: crypto.randomUUID().slice(0, 8),
    name: 'untitled',
    path: 'template.yaml',
    text: EMPTY,
    files: {},
    inputs: {},
    changedAt: new Date().toISOString(),
    ...start,
  };
}
