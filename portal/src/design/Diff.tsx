import { useMemo } from 'react';
import { diff } from './diff';
import { counted } from './text';

const SIGNS = { added: '+', removed: '-', same: ' ' } as const;

/** The lines that differ, with a few around them. */
export function Diff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => diff(before, after), [before, after]);
  if (!lines.some((line) => line.kind === 'added' || line.kind === 'removed')) {
    return <span className="fl-faint">The texts are the same.</span>;
  }
  return (
    <div className="fl-diff" tabIndex={0} role="region" aria-label="Difference">
      {lines.map((line, at) =>
        line.kind === 'gap' ? (
          <div key={at} data-kind="gap">
            … {counted(line.count, 'equal line')}
          </div>
        ) : (
          <div key={at} data-kind={line.kind}>
            {SIGNS[line.kind]} {line.text}
          </div>
        ),
      )}
    </div>
  );
}
