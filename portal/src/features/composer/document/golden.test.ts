// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { describe, expect, test } from 'vitest';
import { Draft, type Edit, type Place } from './draft';
import { edits, perform, type Operation } from './operations';
import { flow } from './rendering';
import { ofNode, toJson, type Tree } from './tree';

/** The cases that `floria.tosca.edit.GoldenTest` takes too: document, operation, edits, result. */
const FOLDER = join(
  import.meta.dirname,
  '../../../../../tosca/src/test/resources/floria/tosca/edit',
);

type Case = {
  name: string;
  document: string;
  operation: Operation | undefined;
  edits: Edit[];
  result: string;
};

function cases(file: string): Case[] {
  const document = parseDocument(readFileSync(join(FOLDER, file), 'utf8'));
  const root = document.contents;
  return isSeq(root) ? root.items.map((item) => read(item, document)) : [];
}

function read(item: unknown, document: Document): Case {
  const of = (key: string): unknown => (isMap(item) ? item.get(key, true) : undefined);
  const tree = (key: string): Tree => ofNode(of(key), document);
  const words = (key: string): string => String(toJson(tree(key)) ?? '');
  const listed = tree('edits');
  return {
    name: words('name'),
    document: words('document'),
    operation: of('operation') === undefined ? undefined : operation(tree('operation')),
    edits: listed.kind === 'list' ? listed.items.map(edit) : [],
    result: words('result'),
  };
}

/** An operation as it stands in a file: what is a tree in it is one there. */
function operation(tree: Tree): Operation {
  const fields = tree.kind === 'map' ? tree.entries : [];
  const trees = new Set(['value', 'definition']);
  return Object.fromEntries(
    fields.map(([key, value]) => [
      key,
      trees.has(key) ? value : key === 'nodes' ? pasted(value) : toJson(value),
    ]),
  ) as Operation;
}

function pasted(tree: Tree): (readonly [string, Tree])[] {
  const items = tree.kind === 'list' ? tree.items : [];
  return items.map((item) => {
    const [name, node] = item.kind === 'list' ? item.items : [];
    return [String(toJson(name as Tree)), node as Tree] as const;
  });
}

function edit(tree: Tree): Edit {
  const fields = new Map(tree.kind === 'map' ? tree.entries : []);
  const place = (key: string): Place => {
    const value = fields.get(key);
    return value?.kind === 'list' ? value.items.map((item) => String(toJson(item))) : [];
  };
  const [kind] = fields.keys();
  switch (kind) {
    case 'set':
      return { kind, place: place(kind), value: fields.get('value') as Tree };
    case 'remove':
      return { kind, place: place(kind) };
    case 'rename':
      return { kind, place: place(kind), key: String(toJson(fields.get('key') as Tree)) };
    default:
      throw new Error(`no edit: ${String(kind)}`);
  }
}

/** An edit in words, since a value may be the same and be written in another way. */
function written(one: Edit): string {
  const more = one.kind === 'set' ? flow(one.value) : one.kind === 'rename' ? one.key : '';
  return `${one.kind} ${one.place.join('/')} ${more}`;
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
  describe(file, () => {
    for (const one of cases(file)) {
      test(one.name, () => {
        const draft = Draft.of(one.document);
        if (one.operation !== undefined) {
          expect(edits(draft, one.operation).map(written)).toEqual(one.edits.map(written));
          expect(perform(draft, one.operation).text).toBe(one.result);
        }
        expect(one.edits.reduce<Draft>((each, next) => each.apply(next), draft).text).toBe(
          one.result,
        );
      });
    }
  });
}

test('a key that a mapping has twice is refused where it stands, a merge is not', () => {
  const refusal = (text: string): unknown => {
    try {
      return Draft.of(text).text;
    } catch (error) {
      return error;
    }
  };
  expect(refusal('a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n')).toMatchObject({ line: 5 });
  expect(refusal('x: { y: 1, y: 2 }\n')).toMatchObject({ line: 1 });
  const merges = 'one: &one { a: 1 }\ntwo: &two { b: 1 }\nx:\n  <<: *one\n  <<: *two\n';
  expect(refusal(merges)).toBe(merges);
});
