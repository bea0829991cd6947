import { describe, expect, it } from 'vitest';
import { read } from '../model/graph';
import { Draft, EditRefused } from './draft';
import { perform, type Operation } from './operations';

const TEXT = `tosca_definitions_version: tosca_simple_yaml_1_3
topology_template:
  node_templates:
    db: { type: tosca.nodes.Compute }
  workflows:
    save:
      steps:
        pack: # all of it
          target: db
          activities: [ { set_state: created } ]
          on_success: [ check ]
          on_failure: [ discard ]
        check: { target: db, activities: [ { set_state: started } ], on_failure: [ discard ] }
        discard: { target: db, activities: [ { set_state: created } ] }
`;

const after = (...operations: Operation[]) =>
  operations.reduce((draft, each) => perform(draft, each), Draft.of(TEXT)).text;

describe('the workflows of a text', () => {
  it('are read with what follows each step', () => {
    const reading = read(TEXT);
    expect(
      reading.kind === 'read' &&
        reading.graph.workflows[0]?.steps.map(({ name, onSuccess, onFailure }) => [
          name,
          onSuccess,
          onFailure,
        ]),
    ).toEqual([
      ['pack', ['check'], ['discard']],
      ['check', [], ['discard']],
      ['discard', [], []],
    ]);
  });

  it('are edited as text, and keep comments and what is not touched', () => {
    expect(
      after(
        { kind: 'rename-step', workflow: 'save', from: 'discard', to: 'drop' },
        { kind: 'disconnect-steps', workflow: 'save', from: 'pack', to: 'check', by: 'on_success' },
        { kind: 'connect-steps', workflow: 'save', from: 'check', to: 'pack', by: 'on_success' },
      ),
    ).toBe(
      TEXT.replaceAll('discard', 'drop')
        .replace('          on_success: [ check ]\n', '')
        .replace('[ drop ] }\n', '[ drop ], on_success: [ pack ] }\n'),
    );
  });

  it('lose a step with all that leads to it, and go with their last', () => {
    expect(after({ kind: 'delete-step', workflow: 'save', step: 'discard' })).not.toMatch(
      /discard|on_failure/,
    );
    const gone = after(
      ...['discard', 'check', 'pack'].map((step): Operation => ({
        kind: 'delete-step',
        workflow: 'save',
        step,
      })),
    );
    expect(gone).not.toContain('workflows');
  });

  it('never lead back', () => {
    expect(() =>
      after({
        kind: 'connect-steps',
        workflow: 'save',
        from: 'discard',
        to: 'pack',
        by: 'on_success',
      }),
    ).toThrow(EditRefused);
  });
});

describe('what a text stands in for', () => {
  it('is written and taken away again', () => {
    const set = after(
      {
        kind: 'set-part',
        part: 'substitution_mappings',
        path: ['node_type'],
        value: { kind: 'scalar', text: 'tosca.nodes.Compute', plain: true },
      },
      {
        kind: 'set-part',
        part: 'substitution_mappings',
        path: ['capabilities', 'host'],
        value: {
          kind: 'list',
          items: ['db', 'host'].map((text) => ({ kind: 'scalar', text, plain: true }) as const),
        },
      },
    );
    const reading = read(set);
    expect(reading.kind === 'read' && reading.graph.substitution).toEqual({
      type: 'tosca.nodes.Compute',
      properties: {},
      capabilities: { host: ['db', 'host'] },
      requirements: {},
    });
    expect(
      perform(Draft.of(set), {
        kind: 'set-part',
        part: 'substitution_mappings',
        path: [],
        value: undefined,
      }).text,
    ).toBe(TEXT);
  });
});
