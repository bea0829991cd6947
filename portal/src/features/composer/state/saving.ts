import { change } from '../document/history';

/** What is saved of a draft: what decides whether two are the same. */
export type Content = { readonly name: string; readonly text: string; readonly layout: string };

/** A draft as the server has it. */
export type Revision<C> = { readonly number: number; readonly by: string; readonly content: C };

export type Answer<C> =
  | { readonly kind: 'kept'; readonly number: number }
  | { readonly kind: 'stale'; readonly theirs: Revision<C> }
  | { readonly kind: 'offline'; readonly why: string };

export type Saving<C> =
  | { readonly kind: 'saved'; readonly number: number }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline'; readonly why: string }
  /** Somebody else saved; nothing is sent until it is decided whose it shall be. */
  | { readonly kind: 'conflict'; readonly theirs: Revision<C> };

/** Sends content to the server; `seen` is the revision that it builds on, 0 for a new draft. */
export type Send<C> = (content: C, seen: number) => Promise<Answer<C>>;

/**
 * Saves what changed, one after the other, a moment after the last change. What could not be sent is
 * tried again with the next change, or when it is asked for.
 */
export class Saver<C> {
  private state: Saving<C>;
  private seen: number;
  private sent: C | undefined;
  private wanted: C | undefined;
  /** What was sent last, whether or not its answer came. */
  private tried: C | undefined;
  private running = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly send: Send<C>,
    private readonly changed: (state: Saving<C>) => void,
    seen: number,
    sent: C | undefined,
    private readonly same: (one: C, other: C) => boolean,
    private readonly pause = 1000,
  ) {
    this.seen = seen;
    this.sent = sent;
    this.state = { kind: 'saved', number: seen };
  }

  get current(): Saving<C> {
    return this.state;
  }

  /** Notes what is to be saved. */
  offer(content: C): void {
    if (this.sent !== undefined && this.same(this.sent, content) && this.wanted === undefined) {
      return;
    }
    this.wanted = content;
    if (this.state.kind === 'conflict') {
      return;
    }
    if (this.state.kind !== 'offline') {
      this.become({ kind: 'saving' });
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), this.pause);
  }

  /** Saves at once. */
  async now(): Promise<void> {
    clearTimeout(this.timer);
    if (this.running || this.wanted === undefined || this.state.kind === 'conflict') {
      return;
    }
    this.running = true;
    const content = this.wanted;
    this.become({ kind: 'saving' });
    const before = this.tried;
    this.tried = content;
    const answer = await this.send(content, this.seen);
    this.running = false;
    switch (answer.kind) {
      case 'kept':
        this.seen = answer.number;
        this.sent = content;
        if (this.wanted === content) {
          this.wanted = undefined;
          this.become({ kind: 'saved', number: answer.number });
        } else {
          await this.now();
        }
        return;
      case 'stale':
        if (before !== undefined && this.same(before, answer.theirs.content)) {
          // It is what was sent from here, of which the answer was lost.
          this.seen = answer.theirs.number;
          this.sent = before;
          await this.now();
          return;
        }
        this.become({ kind: 'conflict', theirs: answer.theirs });
        return;
      case 'offline':
        this.become({ kind: 'offline', why: answer.why });
    }
  }

  /** Goes on from what somebody else saved, with this content as the next revision. */
  settle(theirs: Revision<C>, content: C): void {
    this.seen = theirs.number;
    this.sent = theirs.content;
    this.wanted = undefined;
    this.become({ kind: 'saved', number: theirs.number });
    this.offer(content);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private become(state: Saving<C>): void {
    this.state = state;
    this.changed(state);
  }
}

/** Whether a browser's copy of a draft, if it keeps one, has what was never saved. */
export function unsaved(
  kept: boolean,
  text: string,
  before: { readonly text: string } | undefined,
): boolean {
  return kept && before !== undefined && before.text !== text;
}

/** Two changes of one text put together; nothing where they touch each other. */
export function merged(base: string, mine: string, theirs: string): string | undefined {
  const one = change(base, mine);
  const other = change(base, theirs);
  if (one === undefined || other === undefined) {
    return one === undefined ? theirs : mine;
  }
  const [first, second] = one.at <= other.at ? [one, other] : [other, one];
  if (first.at + first.removed.length >= second.at) {
    return undefined;
  }
  return (
    base.slice(0, first.at) +
    first.inserted +
    base.slice(first.at + first.removed.length, second.at) +
    second.inserted +
    base.slice(second.at + second.removed.length)
  );
}
