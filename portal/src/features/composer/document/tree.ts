import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Node } from 'yaml';

/** A value as a template writes it. It has no place in a text. */
export type Tree =
  | { readonly kind: 'scalar'; readonly text: string; readonly plain: boolean }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Tree])[] };

export type Scalar = Extract<Tree, { kind: 'scalar' }>;

/** What JSON can say; the order of an object's fields is that of the entries. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Readers of old YAML take these for booleans. */
const BOOLEANS_OF_OLD = new Set(['y', 'n', 'yes', 'no', 'on', 'off']);

const NULL = /^(?:~|null|Null|NULL)?$/;
const BOOL = /^(?:true|True|TRUE|false|False|FALSE)$/;
const INT = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT =
  /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Whether a plain scalar of this text is a string (YAML 1.2.2 §10.3.2). */
export function isPlainString(text: string): boolean {
  return !NULL.test(text) && !BOOL.test(text) && !INT.test(text) && !FLOAT.test(text);
}

export function isNull(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.plain && NULL.test(tree.text);
}

/** A scalar that is written just so: a number, a size such as `4 GB`. */
export function plain(text: string): Scalar {
  return { kind: 'scalar', text, plain: true };
}

/** A string: written plainly only if it reads as that string and as nothing else. */
export function text(value: string): Scalar {
  const asString =
    isPlainString(value) && !BOOLEANS_OF_OLD.has(value.toLowerCase()) && !value.includes('\n');
  return { kind: 'scalar', text: value, plain: asString };
}

export function map(...entries: (readonly [string, Tree])[]): Tree {
  return { kind: 'map', entries };
}

export function list(...items: Tree[]): Tree {
  return { kind: 'list', items };
}

export function ofJson(value: Json): Tree {
  if (typeof value === 'string') {
    return text(value);
  }
  if (value === null || typeof value !== 'object') {
    return plain(String(value));
  }
  if (isList(value)) {
    return list(...value.map(ofJson));
  }
  return map(...Object.entries(value).map(([key, item]) => [key, ofJson(item)] as const));
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

/** A part of a document, aliases and merges resolved, without comments. */
export function ofNode(node: unknown, document: Document): Tree {
  if (isAlias(node)) {
    return ofNode(node.resolve(document), document);
  }
  if (isScalar(node)) {
    return scalarOf(node);
  }
  if (isSeq(node)) {
    return list(...node.items.map((item) => ofNode(item, document)));
  }
  if (isMap(node)) {
    return map(
      ...node.items
        .filter(isPair)
        .map((pair) => [keyOf(pair.key), ofNode(pair.value, document)] as const),
    );
  }
  return plain('null');
}

function scalarOf(node: Node & { value: unknown; type?: string; source?: string }): Scalar {
  const written = node.type === undefined || node.type === 'PLAIN';
  return {
    kind: 'scalar',
    text: written ? (node.source ?? '') : String(node.value),
    plain: written,
  };
}

/** The name that a key gives. */
export function keyOf(key: unknown): string {
  return isScalar(key) ? scalarOf(key).text : String(key);
}

/** The value without how it is written: what forms and the model work with. */
export function toJson(tree: Tree): Json {
  switch (tree.kind) {
    case 'list':
      return tree.items.map(toJson);
    case 'map':
      return Object.fromEntries(tree.entries.map(([key, item]) => [key, toJson(item)]));
    case 'scalar':
      return scalarToJson(tree);
  }
}

function scalarToJson({ text: written, plain: asIs }: Scalar): Json {
  if (!asIs) {
    return written;
  }
  if (NULL.test(written)) {
    return null;
  }
  if (BOOL.test(written)) {
    return written.toLowerCase() === 'true';
  }
  return INT.test(written) || FLOAT.test(written) ? Number(written) : written;
}
