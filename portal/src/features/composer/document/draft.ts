import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import {
  columnOf,
  commentsAbove,
  commentsBelow,
  lineBehind,
  lineEnd,
  lineOf,
  lineStart,
} from './lines';
import * as render from './rendering';
import { keyOf, map, ofNode, type Tree } from './tree';

/** The keys that lead to a place; an item of a list by its number, from 0. */
export type Place = readonly string[];

/** A change of one place. The Java edit API (`floria.tosca.edit.Draft`) makes the same of it. */
export type Edit =
  | { readonly kind: 'set'; readonly place: Place; readonly value: Tree }
  | { readonly kind: 'remove'; readonly place: Place }
  | { readonly kind: 'rename'; readonly place: Place; readonly key: string };

/** A piece of a text and what takes its place. */
export type Splice = { readonly start: number; readonly end: number; readonly fresh: string };

/** Why a text cannot be changed so, and where. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';

  constructor(
    message: string,
    readonly line?: number,
  ) {
    super(message);
  }
}

/** A value with where it stands. */
type Spot = {
  readonly parent: YAMLMap | YAMLSeq | undefined;
  readonly pair: Pair | undefined;
  readonly number: number;
  readonly siblings: number;
  readonly value: Node | undefined;
  /** Where its key begins, or the item. */
  readonly start: number;
};

/**
 * The text of a template that is being changed, place by place. Whatever a change does not mean
 * stays as it is to the byte: comments, order, quotes. Immutable: a change answers with the next.
 */
export class Draft {
  private constructor(
    readonly text: string,
    readonly document: Document,
    private readonly root: YAMLMap | undefined,
  ) {}

  /** Begins with a text; fails with {@link EditRefused} if it is no mapping in YAML. */
  static of(text: string): Draft {
    // Whether keys are unique is looked at below, which is in proportion to the text.
    const document = parseDocument(text, { merge: true, prettyErrors: false, uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined) {
      throw new EditRefused(error.message, lineOf(text, error.pos[0]));
    }
    visit(document, { Map: (_, one) => requireUnique(one, text) });
    const root = document.contents;
    if (root === null || (isScalar(root) && root.value === null)) {
      return new Draft(text, document, undefined);
    }
    if (!isMap(root)) {
      throw new EditRefused('this is not a mapping', 1);
    }
    return new Draft(text, document, root);
  }

  /** The value at a place, if there is one; what came by an alias included. */
  at(place: Place): Tree | undefined {
    const spot = this.find(place, false);
    return spot === undefined ? undefined : ofNode(spot.value, this.document);
  }

  has(place: Place): boolean {
    return this.find(place, false) !== undefined;
  }

  /** Where an entry or an item begins, and where it ends. */
  span(place: Place): { start: number; end: number } | undefined {
    const spot = this.find(place, false);
    return spot === undefined ? undefined : { start: spot.start, end: this.entryEnd(spot) };
  }

  apply(edit: Edit): Draft {
    switch (edit.kind) {
      case 'set':
        return this.set(edit.place, edit.value);
      case 'remove':
        return this.remove(edit.place);
      case 'rename':
        return this.rename(edit.place, edit.key);
    }
  }

  /** Makes changes one after the other; those that only replace words are made at once. */
  applyAll(edits: readonly Edit[]): Draft {
    const words: Splice[] = [];
    for (const edit of edits) {
      const word = this.word(edit);
      if (word === undefined) {
        return edits.reduce<Draft>((draft, each) => draft.apply(each), this);
      }
      words.push(word);
    }
    return words.length === 0 ? this : Draft.of(spliced(this.text, words));
  }

  /** The change of one word that an edit is, if it is one. */
  private word(edit: Edit): Splice | undefined {
    if (edit.kind === 'rename') {
      return this.renaming(edit.place, edit.key);
    }
    if (edit.kind !== 'set' || edit.value.kind !== 'scalar') {
      return undefined;
    }
    const spot = this.find(edit.place);
    const inLine = spot !== undefined && isScalar(spot.value) && isWord(spot.value);
    return inLine && spot.value.range?.[0] !== spot.value.range?.[1]
      ? { ...this.spanOf(spot.value), fresh: render.flow(edit.value) }
      : undefined;
  }

  /**
   * Puts a value at a place: instead of what is there, or as last entry of its mapping. Mappings
   * that are missing on the way are made; the number of a list's items adds one.
   */
  set(place: Place, value: Tree): Draft {
    const last = place.at(-1);
    if (last === undefined) {
      throw new EditRefused('a place has at least one key');
    }
    const spot = this.find(place);
    if (spot !== undefined) {
      return this.replace(spot, value);
    }
    const above = place.slice(0, -1);
    const parent = this.find(above);
    if (parent === undefined || isNothing(parent.value)) {
      // What is missing above is made together with its first entry.
      return above.length === 0
        ? this.appendToRoot(last, value)
        : this.set(above, map([last, value]));
    }
    if (isMap(parent.value)) {
      return this.append(parent.value, last, value);
    }
    if (isSeq(parent.value) && last === String(parent.value.items.length)) {
      return this.appendItem(parent.value, value);
    }
    throw new EditRefused(`there is no room for '${last}' here`, this.lineAt(parent.start));
  }

  /** Takes an entry or an item away, with the comment that stands above it. */
  remove(place: Place): Draft {
    const spot = this.required(place);
    return spot.siblings === 1 ? this.emptied(place, spot) : this.without(spot);
  }

  /** Gives an entry another key. */
  rename(place: Place, key: string): Draft {
    const { start, end, fresh } = this.renaming(place, key);
    return this.with(start, end, fresh);
  }

  private renaming(place: Place, key: string): Splice {
    const spot = this.required(place);
    if (spot.pair === undefined || !isMap(spot.parent)) {
      throw new EditRefused('an item has no name to change');
    }
    if (spot.parent.items.some((pair) => keyOf(pair.key) === key)) {
      throw new EditRefused(`there is a '${key}' already`, this.lineAt(spot.start));
    }
    return { start: spot.start, end: this.keyEnd(spot), fresh: render.name(key) };
  }

  private required(place: Place): Spot {
    const spot = this.find(place);
    if (spot === undefined) {
      throw new EditRefused(`there is no ${place.join('/')}`);
    }
    return spot;
  }

  /** With `own`, what came by an alias or a merge is refused: it stands elsewhere, and is others' too. */
  private find(place: Place, own = true): Spot | undefined {
    let spot: Spot = {
      parent: undefined,
      pair: undefined,
      number: 0,
      siblings: 1,
      value: this.root,
      start: 0,
    };
    for (const key of place) {
      const value = isAlias(spot.value) ? this.resolved(spot, own) : spot.value;
      const next = isMap(value)
        ? this.entryOf(value, key, own)
        : isSeq(value)
          ? this.itemOf(value, key)
          : undefined;
      if (next === undefined) {
        return undefined;
      }
      spot = next;
    }
    if (own && isAlias(spot.value)) {
      this.resolved(spot, own);
    }
    return spot;
  }

  private resolved(spot: Spot, own: boolean): Node | undefined {
    if (own) {
      throw this.shared(spot.start);
    }
    return isAlias(spot.value)
      ? (spot.value.resolve(this.document) as Node | undefined)
      : spot.value;
  }

  private shared(at: number): EditRefused {
    return new EditRefused(
      'this is shared by an anchor, and a change here would change it for all who use it',
      this.lineAt(at),
    );
  }

  private entryOf(parent: YAMLMap, key: string, own: boolean): Spot | undefined {
    const number = parent.items.findIndex((pair) => keyOf(pair.key) === key);
    const pair = parent.items[number];
    if (pair !== undefined) {
      const start = startOf(pair.key);
      return {
        parent,
        pair,
        number,
        siblings: parent.items.length,
        value: pair.value as Node,
        start,
      };
    }
    for (const merge of parent.items.filter((item) => keyOf(item.key) === '<<')) {
      for (const one of isSeq(merge.value) ? merge.value.items : [merge.value]) {
        const from = isAlias(one) ? one.resolve(this.document) : one;
        const found = isMap(from) ? this.entryOf(from, key, own) : undefined;
        if (found !== undefined) {
          if (own) {
            throw this.shared(startOf(merge.key));
          }
          return found;
        }
      }
    }
    return undefined;
  }

  private itemOf(parent: YAMLSeq, key: string): Spot | undefined {
    const number = parent.items.findIndex((_, index) => String(index) === key);
    const value = parent.items[number] as Node | undefined;
    return value === undefined
      ? undefined
      : {
          parent,
          pair: undefined,
          number,
          siblings: parent.items.length,
          value,
          start: startOf(value),
        };
  }

  private replace(spot: Spot, value: Tree): Draft {
    const old = this.spanOf(spot.value);
    const column = columnOf(this.text, spot.start);
    const inFlow = this.isFlow(spot.parent);
    if (spot.pair === undefined) {
      return this.with(
        old.start,
        old.end,
        inFlow ? render.flow(value) : render.item(value, column),
      );
    }
    const colon = this.colonEnd(spot);
    if (inFlow) {
      return this.with(colon, Math.max(old.end, colon), ` ${render.flow(value)}`);
    }
    const fresh = render.behindKey(value, column);
    const sameLine =
      old.end <= colon || !this.text.slice(this.keyEnd(spot), old.start).includes('\n');
    if (sameLine) {
      return this.with(colon, Math.max(old.end, colon), fresh);
    }
    // A comment may stand behind the key, or below it: it stays.
    const line = lineStart(this.text, old.start);
    return fresh.startsWith('\n')
      ? this.with(line, old.end, fresh.slice(1))
      : Draft.of(
          spliced(this.text, [
            { start: colon, end: colon, fresh },
            { start: line - 1, end: old.end, fresh: '' },
          ]),
        );
  }

  private appendToRoot(key: string, value: Tree): Draft {
    const root = this.root;
    if (root !== undefined && root.items.length > 0) {
      return this.append(root, key, value);
    }
    if (root !== undefined && this.isFlow(root)) {
      return this.append(root, key, value);
    }
    // Nothing but comments, if that.
    const gap = this.text === '' || this.text.endsWith('\n') ? '' : '\n';
    return Draft.of(`${this.text}${gap}${render.entry(key, value, 0)}\n`);
  }

  private append(parent: YAMLMap, key: string, value: Tree): Draft {
    if (this.isFlow(parent)) {
      return this.appendToFlow(parent, `${render.name(key)}: ${render.flow(value)}`);
    }
    const first = parent.items[0];
    if (first === undefined) {
      throw new EditRefused('all of this comes from elsewhere');
    }
    const column = columnOf(this.text, startOf(first.key));
    return this.addLines(parent, ' '.repeat(column) + render.entry(key, value, column));
  }

  private appendItem(parent: YAMLSeq, value: Tree): Draft {
    if (this.isFlow(parent)) {
      return this.appendToFlow(parent, render.flow(value));
    }
    const column = columnOf(this.text, startOf(parent));
    return this.addLines(parent, `${' '.repeat(column)}- ${render.item(value, column + 2)}`);
  }

  private addLines(parent: Node, lines: string): Draft {
    const end = lineEnd(this.text, this.spanOf(parent).end);
    return this.with(end, end, `\n${lines}`);
  }

  private appendToFlow(parent: Node, item: string): Draft {
    const close = this.spanOf(parent).end - 1;
    const content = this.text.slice(0, close).trimEnd().length;
    const before = this.text[content - 1];
    const first = before === '{' || before === '[';
    const separator = first || before === ',' ? ' ' : ', ';
    const tail = content === close && first ? ' ' : '';
    return this.with(content, content, separator + item + tail);
  }

  private emptied(place: Place, spot: Spot): Draft {
    const above = place.slice(0, -1);
    if (above.length === 0) {
      throw new EditRefused('a template keeps at least one entry');
    }
    return this.set(above, isMap(spot.parent) ? map() : { kind: 'list', items: [] });
  }

  private without(spot: Spot): Draft {
    const { start } = spot;
    const end = this.entryEnd(spot);
    if (this.isFlow(spot.parent)) {
      return this.withoutInFlow(spot, start, end);
    }
    const first = lineStart(this.text, start);
    const margin = this.text.slice(first, start);
    if (margin.trim() !== '' && isMap(spot.parent)) {
      // The first entry of an item shares its line with the dash; the second takes its place.
      return this.with(start, startOf(spot.parent.items[spot.number + 1]?.key), '');
    }
    const dashes = margin.split('-').length - 1;
    if (margin.replaceAll('-', ' ').trim() !== '' || dashes > 1) {
      throw new EditRefused('this shares its line with other things', this.lineAt(start));
    }
    const column = dashes === 0 ? margin.length : margin.indexOf('-');
    const behind = commentsBelow(this.text, lineBehind(this.text, end), column);
    return this.with(commentsAbove(this.text, first, column), behind, '');
  }

  private withoutInFlow(spot: Spot, start: number, end: number): Draft {
    const comma = this.text.indexOf(',', end);
    const close = this.spanOf(spot.parent).end - 1;
    if (comma >= 0 && comma < close && spot.number < spot.siblings - 1) {
      const behind = this.text.slice(comma + 1);
      return this.with(start, comma + 1 + behind.length - behind.trimStart().length, '');
    }
    return this.with(this.text.lastIndexOf(',', start), end, '');
  }

  private isFlow(node: Node | undefined): boolean {
    return (isMap(node) || isSeq(node)) && node.flow === true;
  }

  private keyEnd(spot: Spot): number {
    return this.spanOf(spot.pair?.key as Node).end;
  }

  private colonEnd(spot: Spot): number {
    return this.text.indexOf(':', this.keyEnd(spot)) + 1;
  }

  private entryEnd(spot: Spot): number {
    const end = this.spanOf(spot.value).end;
    return spot.pair === undefined ? end : Math.max(end, this.colonEnd(spot));
  }

  private lineAt(offset: number): number {
    return lineOf(this.text, offset);
  }

  /** Without the line break that ends a text of several lines, and without comments behind it. */
  private spanOf(node: Node | null | undefined): { start: number; end: number } {
    const range = node?.range;
    if (node === null || node === undefined || range === null || range === undefined) {
      return { start: 0, end: 0 };
    }
    const [start, end] = range;
    if ((isMap(node) || isSeq(node)) && node.flow !== true) {
      const last = node.items.at(-1);
      return {
        start,
        end: Math.max(
          start,
          isMap(node) ? this.pairEnd(last as Pair | undefined) : this.spanOf(last as Node).end,
        ),
      };
    }
    if (isScalar(node) && !isWord(node)) {
      return { start, end: this.blockEnd(start, end) };
    }
    return { start, end };
  }

  /** Where a text of several lines ends; blank lines behind it are its own only if it says so. */
  private blockEnd(start: number, end: number): number {
    const keeps = /^[|>][0-9]?\+/.test(this.text.slice(start, start + 3));
    const behind = this.text.slice(end);
    const blank = keeps ? (/^(?:[ \t]*\r?\n)+/.exec(behind)?.[0].length ?? 0) : 0;
    const all = this.text.slice(0, end + blank);
    return keeps ? all.replace(/\r?\n$/, '').length : all.trimEnd().length;
  }

  private pairEnd(pair: Pair | undefined): number {
    if (pair === undefined) {
      return 0;
    }
    const key = this.spanOf(pair.key as Node).end;
    const value = pair.value as Node | null;
    const colon = this.text.indexOf(':', key) + 1;
    return value === null ? colon : Math.max(this.spanOf(value).end, colon);
  }

  private with(start: number, end: number, fresh: string): Draft {
    return Draft.of(this.text.slice(0, start) + fresh + this.text.slice(end));
  }
}

/** The text with all pieces replaced; they do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const sorted = [...splices].sort((one, other) => one.start - other.start || one.end - other.end);
  let out = '';
  let at = 0;
  for (const { start, end, fresh } of sorted) {
    out += text.slice(at, start) + fresh;
    at = end;
  }
  return out + text.slice(at);
}

/** A mapping has each of its keys once (YAML 1.2.2 §3.2.1.3); merges are no such keys. */
function requireUnique(parent: YAMLMap, text: string): void {
  const seen = new Set<unknown>();
  for (const { key } of parent.items) {
    const value: unknown = isScalar(key) ? key.value : key;
    if (seen.has(value)) {
      throw new EditRefused('Map keys must be unique', lineOf(text, startOf(key)));
    }
    seen.add(value);
  }
}

function startOf(node: unknown): number {
  return (node as Node | undefined)?.range?.[0] ?? 0;
}

function isNothing(node: Node | undefined): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null);
}

function isWord(scalar: { type?: string }): boolean {
  return scalar.type !== 'BLOCK_LITERAL' && scalar.type !== 'BLOCK_FOLDED';
}
