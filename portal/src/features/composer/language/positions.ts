import { lineStart } from '../document/lines';
import type { Change } from '../document/history';

/** A place in a text as the language server counts: lines from 0, UTF-16 units in the line. */
export type Position = { readonly line: number; readonly character: number };
export type Range = { readonly start: Position; readonly end: Position };

export function positionOf(text: string, offset: number): Position {
  let line = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
  }
  return { line, character: offset - lineStart(text, offset) };
}

/** Where a position is; in a text that is shorter meanwhile, its end. */
export function offsetOf(text: string, { line, character }: Position): number {
  let start = 0;
  for (let passed = 0; passed < line; passed++) {
    const end = text.indexOf('\n', start);
    if (end < 0) {
      return text.length;
    }
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + character, end < 0 ? text.length : end);
}

/** A change as the server wants to be told of it. */
export function contentChange(before: string, { at, removed, inserted }: Change) {
  return {
    range: { start: positionOf(before, at), end: positionOf(before, at + removed.length) },
    text: inserted,
  };
}
