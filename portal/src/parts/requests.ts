import type { Draft } from '@/api/drafts';
import type { TemplateRequest } from '@/api/queries';

/** The request that a draft makes. */
export function requestOf(draft: Pick<Draft, 'path' | 'text' | 'files'>): TemplateRequest {
  return {
    template: draft.path,
    files:
      draft.path in draft.files
        ? draft.files
        : { ...draft.files, [draft.path]: { text: draft.text } },
  };
}

const TEXTS = /\.(ya?ml|sh|py|txt|json|md|conf|cfg|ini|toml|j2|tpl|service|sql)$/i;
const TEMPLATES = /\.(ya?ml|csar|zip|tar|tgz|gz)$/i;

export interface ReadFile {
  readonly path: string;
  readonly content: { text: string } | { base64: string };
}

/** A file of the computer as requests carry it. */
export async function readFile(file: File): Promise<ReadFile> {
  const path = file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
  if (TEXTS.test(file.name)) {
    return { path, content: { text: await file.text() } };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return { path, content: { base64: btoa(binary) } };
}

/** The draft that uploaded files make: the first template or archive among them, and the rest. */
export function draftOf(files: readonly ReadFile[]): Partial<Draft> | undefined {
  const template = files
    .filter((file) => TEMPLATES.test(file.path))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length)[0];
  if (template === undefined) {
    return undefined;
  }
  const rest = files.filter((file) => file !== template || 'base64' in file.content);
  return {
    name: (template.path.split('/').at(-1) ?? 'template').replace(/\.[^.]*$/, ''),
    path: template.path,
    text: 'text' in template.content ? template.content.text : '',
    files: Object.fromEntries(rest.map((file) => [file.path, file.content])),
  };
}
