import { describe, expect, it } from 'vitest';
import type { Input } from '@/api/queries';
import { fieldOf, given, mistake, scalarParts, words } from './inputs';

function input(change: Partial<Input>): Input {
  return {
    name: 'x',
    type: 'string',
    base: 'string',
    fields: [],
    units: [],
    required: true,
    secret: false,
    generated: false,
    description: '',
    constraints: [],
    ...change,
  };
}

describe('inputs', () => {
  it('have the field that fits their type', () => {
    expect(fieldOf(input({ base: 'integer' }))).toEqual({ kind: 'number', whole: true });
    expect(fieldOf(input({ base: 'boolean' }))).toEqual({ kind: 'truth' });
    expect(fieldOf(input({ secret: true }))).toEqual({ kind: 'secret' });
    expect(fieldOf(input({ base: 'tosca.datatypes.Root' }))).toEqual({ kind: 'structure' });
    expect(fieldOf(input({ base: 'scalar-unit.size' }))).toMatchObject({ kind: 'scalar' });
    expect(
      fieldOf(
        input({
          base: 'integer',
          constraints: [{ operator: 'valid_values', arguments: [[1, 2, 4]] }],
        }),
      ),
    ).toEqual({ kind: 'choice', choices: ['1', '2', '4'] });
  });

  it('are checked before the server is asked', () => {
    expect(mistake(input({}), '')).toBe('A value is needed.');
    expect(mistake(input({ required: false }), '')).toBeUndefined();
    expect(mistake(input({ base: 'integer' }), '1.5')).toBe('This is no whole number.');
    const positive = input({
      base: 'integer',
      constraints: [{ operator: 'greater_or_equal', arguments: [1] }],
    });
    expect(mistake(positive, '0')).toBe('It has to be at least 1.');
    expect(mistake(positive, '1')).toBeUndefined();
    expect(mistake(input({ base: 'scalar-unit.size' }), '4')).toBe('Write a number and a unit.');
    expect(mistake(input({ base: 'scalar-unit.size' }), '4 GB')).toBeUndefined();
  });

  it('say their constraints in words', () => {
    expect(words({ operator: 'in_range', arguments: [1, 4] })).toBe('from 1 to 4');
    expect(words({ operator: 'pattern', arguments: ['a+'] })).toBe('like a+');
  });

  it('leave out what was not given', () => {
    expect(given({ a: '', b: '1' })).toEqual({ b: '1' });
  });

  it('split scalars into number and unit', () => {
    expect(scalarParts('4 GB', ['MB', 'GB'])).toEqual(['4', 'GB']);
    expect(scalarParts('', ['MB', 'GB'])).toEqual(['', 'GB']);
    expect(scalarParts('10', ['s', 'm'])).toEqual(['10', 's']);
  });
});
