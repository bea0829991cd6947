import type { Step } from '@/api/queries';

/** A step as a stretch of its run, in percent of the time that the run took. */
export interface Bar {
  readonly step: Step;
  readonly start: number;
  readonly width: number;
  /** Milliseconds; undefined for a step that was not begun. */
  readonly took: number | undefined;
}

/** Steps by when they began, those that did not in the order of the plan behind them. */
export function bars(steps: readonly Step[], now: number): Bar[] {
  const begun = steps.flatMap((step) =>
    step.startedAt === undefined
      ? []
      : [
          {
            step,
            from: Date.parse(step.startedAt),
            to: step.endedAt === undefined ? now : Date.parse(step.endedAt),
          },
        ],
  );
  const first = Math.min(...begun.map((one) => one.from));
  const last = Math.max(...begun.map((one) => one.to), first + 1);
  const share = 100 / (last - first);
  return [
    ...begun
      .sort((a, b) => a.from - b.from)
      .map(({ step, from, to }) => ({
        step,
        start: (from - first) * share,
        width: Math.max(0, to - from) * share,
        took: Math.max(0, to - from),
      })),
    ...steps
      .filter((step) => step.startedAt === undefined)
      .map((step) => ({ step, start: 0, width: 0, took: undefined })),
  ];
}
