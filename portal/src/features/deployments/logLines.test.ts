import { describe, expect, it } from 'vitest';
import type { LogLine, Step } from '@/api/queries';
import { bars } from './bars';
import { fits, joined, plain } from './logLines';

function line(id: number, text = 'text', stream = 'out'): LogLine {
  return { id, text, stream, at: '2026-01-01T00:00:00Z', node: 'a', number: id, step: 's' };
}

describe('log lines', () => {
  it('keep the newest when there are too many', () => {
    expect(joined([line(1), line(2)], [line(3)], 2).map((one) => one.id)).toEqual([2, 3]);
  });

  it('are found by text, whatever its case, and by stream', () => {
    expect(fits(line(1, 'Warning: low'), { text: 'warn', stream: undefined })).toBe(true);
    expect(fits(line(1, 'fine'), { text: 'warn', stream: undefined })).toBe(false);
    expect(fits(line(1, 'x', 'err'), { text: '', stream: 'out' })).toBe(false);
  });

  it('lose the sequences of terminals', () => {
    expect(plain('\u001b[31mred\u001b[0m \u001b]0;title\u0007end')).toBe('red end');
  });
});

describe('bars', () => {
  const step = (change: Partial<Step>): Step => ({
    id: 'x',
    kind: 'create',
    node: 'a',
    state: 'succeeded',
    attempt: 1,
    dependsOn: [],
    reason: '',
    ...change,
  });

  it('stand where their steps were in the run', () => {
    const found = bars(
      [
        step({ id: 'late', startedAt: '2026-01-01T00:00:05Z', state: 'running' }),
        step({ id: 'never', state: 'pending' }),
        step({ id: 'early', startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:05Z' }),
      ],
      Date.parse('2026-01-01T00:00:10Z'),
    );
    expect(found.map(({ step, start, width, took }) => [step.id, start, width, took])).toEqual([
      ['early', 0, 50, 5000],
      ['late', 50, 50, 5000],
      ['never', 0, 0, undefined],
    ]);
  });
});
