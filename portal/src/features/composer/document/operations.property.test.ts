// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Draft, EditRefused } from './draft';
import { applied, begin, change, inverse, record, redo, undo, type History } from './history';
import { edits, perform, type Operation } from './operations';
import { ofJson } from './tree';

const TEXT = `# Everything that a person may have written stays.
tosca_definitions_version: tosca_simple_yaml_1_3

imports: [ floria ]

topology_template:
  inputs:
    size:   # of all
      type: integer
      default: 3

  node_templates:
    # the first one
    one:
      type: tosca.nodes.Compute   # a machine
      capabilities: { host: { properties: { num_cpus: { get_input: size } } } }

    two:
      type: 'floria.nodes.Service'
      requirements:
      - host: one   # there
      - dependency: { node: three }
      properties:
        text: |
          one: two

          # no comment

    three: { type: floria.nodes.Job, requirements: [ host: one ] }

  groups:
    both: { type: tosca.groups.Root, members: [ two, three ] }
  outputs:
    where: { value: { get_attribute: [ two, endpoint, url ] } }   # at last
# the end
`;

const names = fc.constantFrom('one', 'two', 'three', 'four', 'on', 'a b', '<b>x</b>', '7');
const json = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 3 }),
);
const node = { kind: 'node' } as const;

const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('add-node' as const), name: names, type: fc.constant('T') }),
  fc.record({
    kind: fc.constant('add-node' as const),
    name: names,
    type: fc.constant('T'),
    host: names,
  }),
  fc.record({
    kind: fc.constant('delete-nodes' as const),
    names: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('rename-node' as const), from: names, to: names }),
  fc.record({
    kind: fc.constant('connect' as const),
    node: names,
    requirement: fc.constantFrom('link', 'host'),
    target: names,
  }),
  fc.record({ kind: fc.constant('disconnect' as const), node: names, index: fc.nat(2) }),
  fc.record({ kind: fc.constant('move-to-host' as const), node: names, host: names }),
  fc.record({
    kind: fc.constant('set-value' as const),
    owner: names.map((name) => ({ ...node, name })),
    path: fc.constantFrom(['properties', 'x'], ['properties', 'text'], ['properties', 'x', 'y']),
    value: fc.option(json.map(ofJson), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('set-input' as const),
    name: names,
    definition: fc.option(fc.constant(ofJson({ type: 'string' })), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('set-group' as const),
    name: names,
    type: fc.constant('tosca.groups.Root'),
    members: fc.uniqueArray(names, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('set-policy' as const),
    name: names,
    type: fc.constant('P'),
    targets: fc.uniqueArray(names, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('rename-input' as const), from: names, to: names }),
);

type Step =
  | { do: 'operate'; operation: Operation }
  | { do: 'type'; at: number; text: string }
  | { do: 'undo' }
  | { do: 'redo' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('operate' as const), operation: operations }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('type' as const),
        at: fc.nat(400),
        text: fc.constantFrom('# noted', '', 'x: ['),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('redo' as const) }) },
  ),
  { maxLength: 12 },
);

/** The text after an operation, or the same text where it cannot be made. */
function attempt(text: string, operation: Operation): string {
  try {
    return perform(Draft.of(text), operation).text;
  } catch (refusal) {
    if (refusal instanceof EditRefused) {
      return text;
    }
    throw refusal;
  }
}

test('any sequence of operations, typing and undoing leaves exactly the expected text', () => {
  fc.assert(
    fc.property(steps, (all) => {
      // The plain way: every text is kept.
      let past: string[] = [TEXT];
      let future: string[] = [];
      let history: History<null> = begin(TEXT, null);
      all.forEach((step, index) => {
        const now = past.at(-1) ?? '';
        if (step.do === 'undo') {
          history = undo(history);
          if (past.length > 1) {
            future = [...future, now];
            past = past.slice(0, -1);
          }
        } else if (step.do === 'redo') {
          history = redo(history);
          past = [...past, ...future.slice(-1)];
          future = future.slice(0, -1);
        } else {
          const next =
            step.do === 'operate'
              ? attempt(now, step.operation)
              : now.slice(0, step.at) + step.text + now.slice(step.at);
          history = record(history, step.do, next, null, index * 10_000);
          if (next !== now) {
            past = [...past, next];
            future = [];
          }
        }
        expect(history.text).toBe(past.at(-1));
      });
      expect(past.slice(1).reduce((each) => undo(each), history).text).toBe(TEXT);
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('an operation leaves a text that reads, and keeps every comment of what it does not take away', () => {
  fc.assert(
    fc.property(operations, (operation) => {
      const after = attempt(TEXT, operation);
      parse(after, { merge: true });
      const made = change(TEXT, after);
      if (made === undefined) {
        return;
      }
      expect(applied(TEXT, made)).toBe(after);
      expect(applied(after, inverse(made))).toBe(TEXT);
      if (operation.kind !== 'delete-nodes') {
        for (const comment of [
          '# Everything',
          '# of all',
          '# the first one',
          '# a machine',
          '# the end',
        ]) {
          expect(after).toContain(comment);
        }
      }
    }),
    { numRuns: 150 },
  );
}, 30_000);

test('edits made at once are the same as one after the other', () => {
  fc.assert(
    fc.property(operations, (operation) => {
      const draft = Draft.of(TEXT);
      let made;
      try {
        made = edits(draft, operation);
      } catch {
        return;
      }
      const one = run(() => made.reduce<Draft>((each, edit) => each.apply(edit), draft).text);
      expect(run(() => draft.applyAll(made).text)).toBe(one);
    }),
    { numRuns: 100 },
  );
}, 30_000);

function run(make: () => string): string {
  try {
    return make();
  } catch (refusal) {
    return String(refusal);
  }
}
