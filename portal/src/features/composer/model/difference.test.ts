import { expect, test } from 'vitest';
import { differenceOf, lineKey } from './difference';
import { read, type Graph } from './graph';

function graph(nodes: string): Graph {
  const reading = read(
    `tosca_definitions_version: tosca_2_0\nservice_template:\n  node_templates:\n${nodes}`,
  );
  if (reading.kind === 'broken') {
    throw new Error(reading.message);
  }
  return reading.graph;
}

test('tells what came, went and changed, and draws all of it', () => {
  const before = graph(`    kept: { type: A }
    gone: { type: A, requirements: [ host: kept ] }
    moved: { type: A, requirements: [ uses: kept ] }
`);
  const after = graph(`    kept: { type: A }   # a comment is no change
    fresh: { type: A }
    moved: { type: A, requirements: [ uses: fresh ] }
`);
  const { both, nodes, lines } = differenceOf(before, after);
  expect([...nodes].sort()).toEqual([
    ['fresh', 'added'],
    ['gone', 'removed'],
    ['moved', 'changed'],
  ]);
  expect(lines.get(lineKey('moved', 'uses', 'kept'))).toBe('removed');
  expect(lines.get(lineKey('moved', 'uses', 'fresh'))).toBe('added');
  expect(lines.get(lineKey('gone', 'host', 'kept'))).toBe('removed');
  expect(both.nodes.map(({ name }) => name)).toEqual(['kept', 'fresh', 'moved', 'gone']);
  expect(both.nodes[2]?.requirements).toHaveLength(2);
});

test('a template is no different from itself', () => {
  const one = graph('    a: { type: A, interfaces: { x: { operations: { y: z } } } }\n');
  expect(differenceOf(one, one).nodes.size).toBe(0);
  const other = graph('    a: { type: A, interfaces: { x: { operations: { y: w } } } }\n');
  expect(differenceOf(one, other).nodes.get('a')).toBe('changed');
});
