import type { LogLine } from '@/api/queries';

/** The most lines that are kept in a tab; older ones are left out and can be had again by a filter. */
export const MOST_LINES = 200_000;

export interface LogFilter {
  readonly text: string;
  readonly stream: string | undefined;
}

/** Lines with newer ones behind them; the oldest go when there are too many. */
export function joined(
  lines: readonly LogLine[],
  newer: readonly LogLine[],
  most = MOST_LINES,
): LogLine[] {
  const all = [...lines, ...newer];
  return all.length > most ? all.slice(all.length - most) : all;
}

/** Whether a filter lets a line through. */
export function fits(line: LogLine, filter: LogFilter): boolean {
  return (
    (filter.stream === undefined || line.stream === filter.stream) &&
    (filter.text === '' || line.text.toLowerCase().includes(filter.text.toLowerCase()))
  );
}

// Colours and other sequences of terminals (ECMA-48), which a page has no use for.
const SEQUENCES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** A line without the sequences of terminals. */
export function plain(text: string): string {
  return text.replaceAll(SEQUENCES, '');
}
