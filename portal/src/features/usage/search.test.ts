import { expect, it } from 'vitest';
import { periodOf, usageSearch } from './search';

it('takes the last day as part of the period', () => {
  expect(periodOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
    from: '2026-11-01T00:00:00Z',
    to: '2026-12-01T00:00:00.000Z',
  });
});

it('drops from the address what is no day', () => {
  expect(usageSearch({ from: 'yesterday', to: '2026-11-30', by: 'moons' })).toEqual({
    to: '2026-11-30',
  });
});
