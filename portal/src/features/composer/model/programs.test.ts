// @vitest-environment node
import { expect, test } from 'vitest';
import { edits, type Operation } from '../document/operations';
import { plain, text } from '../document/tree';
import { read } from './graph';
import { programsOf, withInput, withoutProgram, withProgram } from './programs';

const template = (interfaces: string, version = 'tosca_simple_yaml_1_3') =>
  `tosca_definitions_version: ${version}
topology_template:
  node_templates:
    app:   # mine
      type: floria.nodes.PythonService
${interfaces}`;

function opened(source: string) {
  const reading = read(source);
  if (reading.kind === 'broken') {
    throw new Error(reading.message);
  }
  const [node] = reading.graph.nodes;
  return {
    node: node!,
    version: reading.graph.version,
    after: (operation: Operation) => reading.draft.applyAll(edits(reading.draft, operation)).text,
  };
}

test('a program is written where the version of TOSCA has operations', () => {
  const now = opened(template(''));
  expect(now.after(withProgram(now.node, now.version, 'Process.run', 'app.py'))).toBe(
    template(`      interfaces:
        Process:
          operations:
            run:
              implementation: app.py
`),
  );
  const old = opened(template('', 'tosca_simple_yaml_1_2'));
  expect(old.after(withProgram(old.node, old.version, 'Process.run', 'app.py'))).toContain(
    '        Process:\n          run:\n            implementation: app.py',
  );
});

test('another file changes nothing else of the operation', () => {
  const long = opened(
    template(`      interfaces:
        Process:
          operations:
            run:
              implementation: { primary: app.py, dependencies: [ more.py ] }   # why
              inputs: { port: 1 }
`),
  );
  const text = long.after(withProgram(long.node, long.version, 'Process.run', 'next.py'));
  expect(text).toContain('implementation: { primary: next.py, dependencies: [ more.py ] }   # why');
  expect(programsOf(opened(text).node)).toEqual([
    { operation: 'Process.run', file: 'next.py', inputs: { port: 1 } },
  ]);
});

test('a program that is only named gets inputs, and loses them again', () => {
  const short = opened(template('      interfaces: { Process: { run: app.py } }\n'));
  expect(programsOf(short.node)).toEqual([
    { operation: 'Process.run', file: 'app.py', inputs: {} },
  ]);
  const told = opened(
    short.after(withInput(short.node, short.version, 'Process.run', 'PGPORT', plain('5432'))),
  );
  expect(programsOf(told.node)).toEqual([
    { operation: 'Process.run', file: 'app.py', inputs: { PGPORT: 5432 } },
  ]);
  const more = opened(
    told.after(withInput(told.node, told.version, 'Process.run', 'PGHOST', text('db'))),
  );
  expect(programsOf(more.node)[0]?.inputs).toEqual({ PGPORT: 5432, PGHOST: 'db' });
  const less = opened(
    more.after(withInput(more.node, more.version, 'Process.run', 'PGPORT', undefined)),
  );
  expect(programsOf(less.node)[0]?.inputs).toEqual({ PGHOST: 'db' });
});

test('without its program a node is as it was', () => {
  const before = template('');
  const first = opened(before);
  const then = opened(first.after(withProgram(first.node, first.version, 'Process.run', 'app.py')));
  expect(then.after(withoutProgram(then.node, then.version, 'Process.run'))).toBe(before);
});
