import { expect, test } from 'vitest';
import type { Event } from '@/api/queries';
import { csv, found } from './search';

const event = (id: number, type: string, actor: string, message: string): Event => ({
  id,
  at: '2026-01-01T00:00:00Z',
  deployment: 'd1',
  actor,
  type,
  message,
  data: {},
});
const ALL = [
  event(3, 'step.started', 'ann', 'starts'),
  event(2, 'run.started', 'ann', 'install of revision 1'),
  event(1, 'deployment.created', 'bob', 'web is created'),
];

test('shows what people asked for, and everything when that is wanted', () => {
  expect(found(ALL, {}).map(({ id }) => id)).toEqual([2, 1]);
  expect(found(ALL, { show: 'all' })).toHaveLength(3);
  expect(found(ALL, { by: 'bob' }).map(({ id }) => id)).toEqual([1]);
  expect(found(ALL, { q: 'INSTALL' }).map(({ id }) => id)).toEqual([2]);
});

test('writes cells that no program takes for more than text', () => {
  const text = csv([event(1, 'run.ended', 'ann', '=HYPERLINK("x"), "y"\nz')]);
  expect(text.split('\r\n')[1]).toBe(
    `1,2026-01-01T00:00:00Z,ann,run.ended,d1,,,"'=HYPERLINK(""x""), ""y""\nz"`,
  );
});
