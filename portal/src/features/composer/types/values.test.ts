// @vitest-environment node
import { expect, test } from 'vitest';
import { flow } from '../document/rendering';
import { Catalogue } from './catalogue';
import { definitions, valueDefinition } from './definitions';
import { callOf, fieldOf, inWords, parsed, violation, written } from './values';

const catalogue = new Catalogue([
  definitions({
    data_types: {
      'x.Secret': { derived_from: 'string' },
      'x.Port': { derived_from: 'integer' },
      'x.Box': { properties: { width: { type: 'float' } } },
    },
  }),
]);
const field = (json: Parameters<typeof valueDefinition>[0]) =>
  fieldOf(catalogue, valueDefinition(json));

test('asks for each type in its own way', () => {
  expect(field({ type: 'string' })).toEqual({ kind: 'text', secret: false });
  expect(field({ type: 'x.Secret' })).toEqual({ kind: 'text', secret: true });
  expect(field({ type: 'x.Port' })).toEqual({ kind: 'number', whole: true });
  expect(field({ type: 'boolean' })).toEqual({ kind: 'truth' });
  expect(field({ type: 'scalar-unit.size' })).toMatchObject({ kind: 'amount' });
  expect(field({ type: 'x.Box' })).toEqual({ kind: 'yaml' });
  expect(field({ type: 'list', entry_schema: 'string' })).toEqual({ kind: 'yaml' });
  expect(field({ type: 'string', constraints: [{ valid_values: ['a', 'b'] }] })).toEqual({
    kind: 'choice',
    values: ['a', 'b'],
  });
});

test('writes what was meant', () => {
  const made = (json: Parameters<typeof valueDefinition>[0], words: string) => {
    const tree = parsed(field(json), words);
    return 'error' in tree ? tree.error : flow(tree);
  };
  expect(made({ type: 'string' }, '12')).toBe('"12"');
  expect(made({ type: 'integer' }, '12')).toBe('12');
  expect(made({ type: 'integer' }, '1.5')).toBe('This takes a whole number');
  expect(made({ type: 'scalar-unit.size' }, '2GB')).toBe('2 GB');
  expect(made({ type: 'scalar-unit.size' }, '2')).toContain('unit');
  expect(made({ type: 'list' }, '[a, 1]')).toBe('[ a, 1 ]');
  expect(made({ type: 'list' }, '[a')).toContain('no YAML');
});

test('says what a value has against its constraints', () => {
  const wrong = (constraint: Parameters<typeof valueDefinition>[0], value: string | number) =>
    violation(valueDefinition({ type: 'x', constraints: [constraint] }), value);
  expect(wrong({ greater_or_equal: '512 MB' }, '1 GB')).toBeUndefined();
  expect(wrong({ greater_or_equal: '512 MB' }, '100 MB')).toBe('This must be at least 512 MB');
  expect(wrong({ in_range: [1, 65535] }, 70000)).toBe('This must be from 1 to 65535');
  expect(wrong({ max_length: 2 }, 'abc')).toBe('This must be at most 2 long');
  expect(wrong({ pattern: '.*' }, 'abc')).toBeUndefined();
  expect(
    violation(valueDefinition({ type: 'x', constraints: [{ equal: 1 }] }), { get_input: 'a' }),
  ).toBeUndefined();
});

test('reads calls of functions', () => {
  const call = callOf({ get_attribute: ['db', 'endpoint', 'url'] });
  expect(call && inWords(call)).toBe('attribute: db / endpoint / url');
  expect(callOf({ a: 1, b: 2 })).toBeUndefined();
  expect(written({ a: [1, 'x y'] })).toBe('{ a: [ 1, x y ] }');
});
