import { describe, expect, it } from 'vitest';
import { catalogueSearch, facet, found } from './search';

const types = [
  { name: 'tosca.nodes.Compute', kind: 'node', profile: 'tosca', description: 'A machine.' },
  { name: 'floria.nodes.Notebook', kind: 'node', profile: 'floria', description: 'For browsers.' },
  { name: 'tosca.capabilities.Node', kind: 'capability', profile: 'tosca', description: '' },
];

describe('the catalogue', () => {
  it('finds types by all words of name and description', () => {
    expect(found(types, { q: 'nodes machine' }).map((type) => type.name)).toEqual([
      'tosca.nodes.Compute',
    ]);
    expect(found(types, { kind: 'node', profile: 'floria' })).toHaveLength(1);
    expect(found(types, {})).toHaveLength(3);
  });

  it('counts what each facet has', () => {
    expect(facet(types, (type) => type.kind)).toEqual([
      ['node', 2],
      ['capability', 1],
    ]);
  });

  it('reads its address, whatever is in it', () => {
    expect(catalogueSearch({ q: 12, kind: ['x'], profile: 'tosca' })).toEqual({
      q: '12',
      profile: 'tosca',
    });
  });
});
