// @vitest-environment node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawing, outline } from '../model/containment';
import { copies, read, type Graph, type Reading } from '../model/graph';
import { nodeAt, found } from '../problems/problems';
import { aligned, completed, elkGraph, sizes } from '../layout/arrange';
import { fits, freshName, palette, room, titleOf } from './fitting';
import { catalogueOf, importFor, library } from './sources';

const ROOT = join(import.meta.dirname, '../../../../..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const LAYERS = ['1_0', '1_1', '1_2', '1_3'].map((layer) => `tosca_simple_yaml_${layer}`);
const known = library([
  ...LAYERS.map((name) => ({
    name,
    builtIn: true,
    text: text(`tosca/src/main/resources/floria/tosca/types/${name}.yaml`),
  })),
  {
    name: 'floria',
    builtIn: false,
    text: text('profiles/src/main/resources/floria/profiles/floria/profile.yaml'),
  },
]);
const EXAMPLE = text('examples/two-tier.yaml');

function graphOf(reading: Reading): Graph {
  if (reading.kind === 'broken') {
    throw new Error(reading.message);
  }
  return reading.graph;
}

const graph = graphOf(read(EXAMPLE));
const catalogue = catalogueOf(known, graph, []);
const node = (name: string) => {
  const one = graph.nodes.find((each) => each.name === name);
  if (one === undefined) {
    throw new Error(name);
  }
  return one;
};

test('reads what a template has', () => {
  expect(graph.nodes.map(({ name }) => name)).toEqual([
    'database_machine',
    'volume',
    'database',
    'application_machine',
    'application',
  ]);
  expect(node('database_machine').requirements).toEqual([
    { index: 0, name: 'local_storage', target: 'volume', capability: undefined },
  ]);
  expect(graph.outputs.map(({ name }) => name)).toEqual(['url']);
  expect(EXAMPLE.slice(node('volume').start)).toMatch(/^volume:/);
});

test('says where a text is broken', () => {
  expect(read('a: 1\nb: [\n')).toMatchObject({ kind: 'broken' });
  expect(read('- a')).toMatchObject({ kind: 'broken', line: 1 });
});

test('knows types by their derivation, with what they inherit', () => {
  const type = catalogue.find('node', 'examples.nodes.VisitCounter');
  expect(type?.line.slice(0, 3)).toEqual([
    'examples.nodes.VisitCounter',
    'floria.nodes.PythonService',
    'floria.nodes.Service',
  ]);
  expect(Object.keys(type?.capabilities ?? {})).toContain('endpoint');
  expect(type?.requirements.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['dependency', 'host', 'database']),
  );
  expect(catalogue.find('node', 'Compute')?.name).toBe('tosca.nodes.Compute');
  expect(catalogue.find('node', 'tosca:Compute')?.name).toBe('tosca.nodes.Compute');
});

test('draws what is hosted inside of its host, and the rest as lines', () => {
  const drawn = drawing(graph, catalogue);
  expect(drawn.host.get('database')).toBe('database_machine');
  expect(drawn.host.get('application')).toBe('application_machine');
  expect(drawn.edges.map(({ source, target }) => `${source} ${target}`)).toEqual([
    'database_machine volume',
    'application database',
  ]);
  expect(outline(graph, drawn).map(({ name, depth }) => `${depth} ${name}`)).toEqual([
    '0 database_machine',
    '1 database',
    '0 volume',
    '0 application_machine',
    '1 application',
  ]);
});

test('never draws a circle of hosts', () => {
  const circle = graphOf(
    read(
      'topology_template:\n  node_templates:\n    a: { type: T, requirements: [ host: b ] }\n    b: { type: T, requirements: [ host: a ] }\n    c: { type: T, requirements: [ host: c ] }\n',
    ),
  );
  const drawn = drawing(circle, catalogue);
  expect([...drawn.host]).toEqual([['a', 'b']]);
  expect(outline(circle, drawn).map(({ name }) => name)).toEqual(['b', 'a', 'c']);
});

test('connects only what fits', () => {
  expect(fits(catalogue, node('database_machine'), node('volume'))[0]).toMatchObject({
    requirement: 'local_storage',
    hosting: false,
  });
  expect(room(catalogue, node('application'), 'database')).toBe(0);
  const free = { ...node('application'), requirements: [] };
  expect(fits(catalogue, free, node('database')).map(({ requirement }) => requirement)).toEqual([
    'database',
    'dependency',
  ]);
  expect(fits(catalogue, free, node('application_machine'))[0]).toMatchObject({
    requirement: 'host',
    hosting: true,
  });
  expect(fits(catalogue, node('volume'), node('volume'))).toEqual([]);
});

test('offers what fits', () => {
  const names = (wanted: Parameters<typeof palette>[1], search = '') =>
    palette(catalogue, wanted, search).map(({ name }) => name);
  expect(names({ kind: 'anything' })).toEqual(
    expect.arrayContaining(['tosca.nodes.Compute', 'floria.nodes.PostgreSQL']),
  );
  expect(names({ kind: 'anything' })).not.toContain('tosca.nodes.Root');
  expect(names({ kind: 'anything' }, 'PostgreSQL one database')).toEqual([
    'floria.nodes.PostgreSQL',
  ]);
  expect(
    names({ kind: 'target', source: node('application'), requirement: 'host' }).slice(0, 3),
  ).toEqual(['floria.nodes.Allocation', 'floria.nodes.Machine', 'tosca.nodes.Compute']);
  expect(names({ kind: 'source', target: node('database_machine') })).toContain(
    'floria.nodes.JupyterNotebook',
  );
});

test('knows what to import for a type', () => {
  expect(importFor(known, graph, 'floria.nodes.Job')).toBeUndefined();
  const blank = graphOf(read('tosca_definitions_version: tosca_simple_yaml_1_3\n'));
  expect(importFor(known, blank, 'floria.nodes.Job')).toBe('floria');
  expect(importFor(known, blank, 'tosca.nodes.Compute')).toBeUndefined();
});

test('of two profiles with a type the one that is imported is meant, else the last', () => {
  const declaring = (name: string, property: string) => ({
    name,
    builtIn: false,
    text: `node_types:\n  a.Type: { properties: { ${property}: { type: string } } }\n`,
  });
  const two = library([declaring('one', 'first'), declaring('two', 'second')]);
  const having = (imports: string) =>
    graphOf(read(`tosca_definitions_version: tosca_simple_yaml_1_3\nimports: [ ${imports} ]\n`));
  const properties = (imports: string) =>
    Object.keys(catalogueOf(two, having(imports), []).find('node', 'a.Type')?.properties ?? {});
  expect(properties('one')).toEqual(['first']);
  expect(properties('two')).toEqual(['second']);
  expect(properties('')).toEqual(['second']);
  expect(importFor(two, having('one'), 'a.Type')).toBeUndefined();
  expect(importFor(two, having(''), 'a.Type')).toBe('two');
});

test('names new nodes after their type', () => {
  expect(titleOf('tosca.nodes.Storage.BlockStorage')).toBe('Block storage');
  expect(freshName(graph, 'tosca.nodes.Compute')).toBe('compute');
  expect(freshName(graph, 'x.Volume')).toBe('volume_2');
});

test('copies nodes so that they lead to each other', () => {
  const reading = read(EXAMPLE);
  if (reading.kind === 'broken') {
    throw new Error();
  }
  const made = copies(reading.draft, graph, ['database_machine', 'database']);
  expect(made.map(([name]) => name)).toEqual(['database_machine_2', 'database_2']);
  expect(JSON.stringify(made[1]?.[1])).toContain('database_machine_2');
  expect(JSON.stringify(made[0]?.[1])).toContain('"volume"');
});

test('finds the node and the fix of a problem', () => {
  const at = EXAMPLE.indexOf('floria.nodes.PostgreSQL\n      properties');
  const line = EXAMPLE.slice(0, at).split('\n').length;
  const base = {
    code: 'unknown-type',
    severity: 'error',
    message: 'there is no such type',
    file: 'file:template.yaml',
    line,
    column: 13,
    endLine: line,
    endColumn: 36,
    related: [],
  };
  const [one, two] = found(
    [
      { ...base, severity: 'warning', path: '' },
      {
        ...base,
        path: 'topology_template/node_templates/database/type',
        hint: "did you mean 'floria.nodes.Machine'?",
      },
    ],
    EXAMPLE,
    'template.yaml',
    graph,
  );
  expect(one).toMatchObject({ severity: 'error', node: 'database', start: at });
  expect(one?.fix).toMatchObject({ start: at, end: at + 23, fresh: 'floria.nodes.Machine' });
  expect(two).toMatchObject({ severity: 'warning', node: 'database' });
  expect(nodeAt(graph, EXAMPLE, EXAMPLE.indexOf('  outputs:') + 4)).toBeUndefined();
});

test('places new nodes where there is room, and keeps what stands', () => {
  const drawn = drawing(graph, catalogue);
  const names = graph.nodes.map(({ name }) => name);
  const kept = { volume: { x: 500, y: 40 } };
  const at = completed(names, drawn, kept);
  expect(at['volume']).toEqual({ x: 500, y: 40 });
  expect(Object.keys(at).sort()).toEqual([...names].sort());
  const size = sizes(names, drawn, at);
  expect(size.get('database_machine')?.height).toBeGreaterThan(150);
  const line = aligned(['volume', 'database_machine'], 'left', at, size);
  expect(line['volume']?.x).toBe(line['database_machine']?.x);
  const elk = elkGraph(names, drawn);
  expect(elk.children?.map(({ id }) => id)).toEqual([
    'database_machine',
    'volume',
    'application_machine',
  ]);
  expect(elk.edges).toHaveLength(2);
});
