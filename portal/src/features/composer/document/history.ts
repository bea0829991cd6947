/** What one change replaced in a text. */
export type Change = { readonly at: number; readonly removed: string; readonly inserted: string };

/** The smallest replacement that makes one text of another; nothing when they are the same. */
export function change(before: string, after: string): Change | undefined {
  if (before === after) {
    return undefined;
  }
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end++;
  }
  return {
    at: start,
    removed: before.slice(start, before.length - end),
    inserted: after.slice(start, after.length - end),
  };
}

/** The text after a change. */
export function applied(text: string, { at, removed, inserted }: Change): string {
  return text.slice(0, at) + inserted + text.slice(at + removed.length);
}

export function inverse({ at, removed, inserted }: Change): Change {
  return { at, removed: inserted, inserted: removed };
}

/** What can be undone: a change of the text, of where things stand (`Side`), or of both. */
export type Entry<Side> = {
  readonly label: string;
  readonly change: Change | undefined;
  readonly before: Side;
  readonly after: Side;
  /** When it was made, in milliseconds; typing in a row is one entry. */
  readonly at: number;
  readonly typed: boolean;
};

/** A text with what is kept beside it, and all that led there. Immutable. */
export type History<Side> = {
  readonly text: string;
  readonly side: Side;
  readonly done: readonly Entry<Side>[];
  readonly undone: readonly Entry<Side>[];
};

const TOGETHER = 800;
const LONGEST = 500;

export function begin<Side>(text: string, side: Side): History<Side> {
  return { text, side, done: [], undone: [] };
}

/** Goes on with another text, another side, or both. What was undone is forgotten. */
export function record<Side>(
  history: History<Side>,
  label: string,
  text: string,
  side: Side,
  at: number,
  typed = false,
): History<Side> {
  const made = change(history.text, text);
  if (made === undefined && side === history.side) {
    return history;
  }
  const entry: Entry<Side> = { label, change: made, before: history.side, after: side, at, typed };
  const last = history.done.at(-1);
  const done =
    last !== undefined && history.undone.length === 0 && isOneTyping(last, entry)
      ? [...history.done.slice(0, -1), joined(history, last, entry, text)]
      : [...history.done, entry].slice(-LONGEST);
  return { text, side, done, undone: [] };
}

function isOneTyping<Side>(last: Entry<Side>, next: Entry<Side>): boolean {
  return last.typed && next.typed && next.at - last.at < TOGETHER && last.change !== undefined;
}

function joined<Side>(
  history: History<Side>,
  last: Entry<Side>,
  next: Entry<Side>,
  text: string,
): Entry<Side> {
  const before =
    last.change === undefined ? history.text : applied(history.text, inverse(last.change));
  return { ...next, change: change(before, text), before: last.before };
}

export function undo<Side>(history: History<Side>): History<Side> {
  const entry = history.done.at(-1);
  if (entry === undefined) {
    return history;
  }
  return {
    text: entry.change === undefined ? history.text : applied(history.text, inverse(entry.change)),
    side: entry.before,
    done: history.done.slice(0, -1),
    // What is undone ends the typing: what comes next is an entry of its own.
    undone: [...history.undone, { ...entry, typed: false }],
  };
}

export function redo<Side>(history: History<Side>): History<Side> {
  const entry = history.undone.at(-1);
  if (entry === undefined) {
    return history;
  }
  return {
    text: entry.change === undefined ? history.text : applied(history.text, entry.change),
    side: entry.after,
    done: [...history.done, entry],
    undone: history.undone.slice(0, -1),
  };
}
