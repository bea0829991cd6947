// @vitest-environment node
import { expect, test } from 'vitest';
import type { Drawing } from '../model/containment';
import { completed, GAP, HEAD, sizes } from './arrange';

/** Machines with four programs each, and nothing that connects them. */
function machines(count: number): { names: string[]; drawn: Drawing } {
  const host = new Map<string, string>();
  const hosted = new Map<string, string[]>();
  const names: string[] = [];
  for (let machine = 0; machine < count; machine++) {
    const on = [1, 2, 3, 4].map((number) => `m${machine}p${number}`);
    names.push(`m${machine}`, ...on);
    on.forEach((name) => host.set(name, `m${machine}`));
    hosted.set(`m${machine}`, on);
  }
  return { names, drawn: { host, hosted, edges: [] } };
}

test('a large template stands in rows, and nothing covers anything', () => {
  const { names, drawn } = machines(400);
  const at = completed(names, drawn, {});
  const size = sizes(names, drawn, at);
  const boxes = names
    .filter((name) => !drawn.host.has(name))
    .map((name) => ({ ...at[name]!, ...size.get(name)! }));
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart).toBe(true);
    }
  }
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  expect(right / bottom).toBeGreaterThan(0.5);
  expect(right / bottom).toBeLessThan(3);
});

test('a few nodes stand in one row, and new ones come behind those that stand', () => {
  const { names, drawn } = machines(3);
  const first = completed(names, drawn, {});
  expect(names.filter((name) => !drawn.host.has(name)).map((name) => first[name]?.y)).toEqual([
    0, 0, 0,
  ]);
  const { m2p4: _, m1: __, ...kept } = first;
  const again = completed(names, drawn, kept);
  expect(again['m2p4']).toEqual(first['m2p4']);
  expect(again['m1']?.x).toBeGreaterThan(first['m2']!.x);
  expect(first['m0p1']).toEqual({ x: GAP, y: HEAD });
});
