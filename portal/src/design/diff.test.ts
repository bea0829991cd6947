import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff, type DiffLine } from './diff';

function apply(lines: readonly DiffLine[], wanted: 'added' | 'removed'): string[] {
  return lines.flatMap((line) => (line.kind === 'same' || line.kind === wanted ? [line.text] : []));
}

describe('diff', () => {
  it('shows what changed with a few lines around it', () => {
    const before = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n');
    expect(diff(before, before.replace('line 10', 'line ten'))).toEqual([
      { kind: 'gap', count: 7 },
      { kind: 'same', text: 'line 7' },
      { kind: 'same', text: 'line 8' },
      { kind: 'same', text: 'line 9' },
      { kind: 'removed', text: 'line 10' },
      { kind: 'added', text: 'line ten' },
      { kind: 'same', text: 'line 11' },
      { kind: 'same', text: 'line 12' },
      { kind: 'same', text: 'line 13' },
      { kind: 'gap', count: 6 },
    ]);
  });

  it('leads from either text to the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 7 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const lines = diff(a.join('\n') + '\n', b.join('\n') + '\n');
        const gaps = lines.some((line) => line.kind === 'gap');
        const whole = (all: string[]) => (all.length === 0 ? [''] : all);
        if (!gaps) {
          expect(apply(lines, 'removed')).toEqual(whole(a));
          expect(apply(lines, 'added')).toEqual(whole(b));
        }
      }),
    );
  });
});
