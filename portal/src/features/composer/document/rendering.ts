import { isNull, isPlainString, text as textTree, type Scalar, type Tree } from './tree';

/** Plain text that may stand anywhere, in flows too. */
const PLAIN =
  /^(?:[\p{L}\p{N}_/.$+-](?:[\p{L}\p{N}_/.@+-]|(?<=\p{L}):(?=[\p{L}\p{N}]))*(?: [\p{L}\p{N}_/.@+-]+)*|~)$/u;
const CALL = /^(?:\$[a-z_]+|get_[a-z_]+|concat|token|join)$/;
const LONGEST_CALL = 90;

/** Whether a tree takes lines of its own below its key. */
export function isBlock(tree: Tree): boolean {
  switch (tree.kind) {
    case 'map':
      return tree.entries.length > 0 && (!isCall(tree) || isLong(tree));
    case 'list':
      return tree.items.some(isDeep) || isLong(tree);
    case 'scalar':
      return false;
  }
}

/** A function's call is easier to read in one line. */
function isCall(tree: Tree): boolean {
  const [only] = tree.kind === 'map' ? tree.entries : [];
  return only !== undefined && isCallName(tree) && !isBlock(only[1]);
}

/** Whether a call of functions, or a list of such, is too much for a line. */
function isLong(tree: Tree): boolean {
  return calls(tree) > 1 && flow(tree).length > LONGEST_CALL;
}

function calls(tree: Tree): number {
  if (tree.kind === 'list') {
    return tree.items.reduce((sum, item) => sum + calls(item), 0);
  }
  const [only] = tree.kind === 'map' ? tree.entries : [];
  return only !== undefined && isCallName(tree) ? 1 + calls(only[1]) : 0;
}

/** Whether a tree has the form of a call of a function: one entry of such a name. */
export function isCallName(tree: Tree): boolean {
  return tree.kind === 'map' && tree.entries.length === 1 && CALL.test(tree.entries[0]?.[0] ?? '');
}

function isDeep(item: Tree): boolean {
  return isBlock(item) || (item.kind === 'map' && !isCall(item));
}

/** What stands behind `key:`, with the blank or the line break before it. */
export function behindKey(value: Tree, column: number): string {
  if (isBlock(value)) {
    return `\n${block(value, column + 2)}`;
  }
  return value.kind === 'scalar' && !value.plain && isLiteral(value.text)
    ? ` ${literal(value.text, column + 2)}`
    : ` ${flow(value)}`;
}

/** Lines for an entry of a mapping, the first without its indentation. */
export function entry(key: string, value: Tree, column: number): string {
  return `${name(key)}:${behindKey(value, column)}`;
}

/** Lines that all begin at `column` or behind it; no line break at the end. */
export function block(tree: Tree, column: number): string {
  const margin = ' '.repeat(column);
  switch (tree.kind) {
    case 'map':
      return tree.entries.map(([key, value]) => margin + entry(key, value, column)).join('\n');
    case 'list':
      return tree.items.map((one) => `${margin}- ${item(one, column + 2)}`).join('\n');
    case 'scalar':
      return margin + flow(tree);
  }
}

/** What stands behind a dash; further lines begin at `column`. */
export function item(tree: Tree, column: number): string {
  const nothing = tree.kind === 'map' && tree.entries.length === 0;
  return isDeep(tree) && !nothing ? block(tree, column).slice(column) : flow(tree);
}

/** The tree in one line. */
export function flow(tree: Tree): string {
  switch (tree.kind) {
    case 'scalar':
      return scalar(tree);
    case 'list':
      return tree.items.length === 0 ? '[]' : `[ ${tree.items.map(flow).join(', ')} ]`;
    case 'map':
      return tree.entries.length === 0
        ? '{}'
        : `{ ${tree.entries.map(([key, value]) => `${name(key)}: ${flow(value)}`).join(', ')} }`;
  }
}

/** A string that reads as that string, and as nothing else. */
export function name(text: string): string {
  return scalar(textTree(text));
}

/** Plain where it is one and may be so anywhere; a text that is not gets quotes. */
function scalar(tree: Scalar): string {
  if (isNull(tree)) {
    return 'null';
  }
  const asIs = tree.plain && (!isPlainString(tree.text) || PLAIN.test(tree.text));
  return asIs ? tree.text : quoted(tree.text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
};

function quoted(text: string): string {
  const inside = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return (
      ESCAPES[char] ??
      (isPrintable(code) ? char : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`)
    );
  });
  return `"${inside.join('')}"`;
}

function isPrintable(code: number): boolean {
  const control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const lineBreak = code === 0x2028 || code === 0x2029;
  const noCharacter =
    (code >= 0xd800 && code < 0xe000) || code === 0xfeff || code === 0xfffe || code === 0xffff;
  return !control && !lineBreak && !noCharacter;
}

/** Whether a text of several lines can be written as it is. */
function isLiteral(text: string): boolean {
  return (
    text.includes('\n') &&
    !text.startsWith('\n') &&
    !text.endsWith('\n\n') &&
    !text.startsWith(' ') &&
    Array.from(text).every((char) => char === '\n' || isPrintable(char.codePointAt(0) ?? 0)) &&
    text.split('\n').every((line) => line === '' || line.trim() !== '')
  );
}

function literal(text: string, column: number): string {
  const margin = ' '.repeat(column);
  const ends = text.endsWith('\n');
  const lines = (ends ? text.slice(0, -1) : text).split('\n');
  return (
    (ends ? '|\n' : '|-\n') + lines.map((line) => (line === '' ? '' : margin + line)).join('\n')
  );
}
