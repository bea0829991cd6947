import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { TemplateProblem } from '@/api/problem';

/** What is wrong with a template: errors first, each with its place and what to do. */
export function ProblemsList({
  problems,
  onOpen,
}: {
  readonly problems: readonly TemplateProblem[];
  readonly onOpen?: (problem: TemplateProblem) => void;
}) {
  const sorted = problems.toSorted(
    (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'),
  );
  return (
    <table className="fl-table">
      <caption hidden>Problems</caption>
      <tbody>
        {sorted.map((problem, at) => {
          const place = `${problem.file}:${problem.line}:${problem.column}`;
          return (
            <tr key={`${place} ${problem.code} ${at}`}>
              <td>
                <span
                  className="fl-status"
                  data-tone={problem.severity === 'error' ? 'bad' : 'warn'}
                >
                  {problem.severity === 'error' ? (
                    <IconAlertTriangle size={16} aria-hidden />
                  ) : (
                    <IconInfoCircle size={16} aria-hidden />
                  )}
                  {problem.severity === 'error' ? 'Error' : 'Warning'}
                </span>
              </td>
              <td className="fl-wrap">
                {problem.message}
                {problem.hint === undefined ? null : <div className="fl-faint">{problem.hint}</div>}
              </td>
              <td className="fl-mono fl-faint">
                {onOpen === undefined ? (
                  place
                ) : (
                  <button type="button" onClick={() => onOpen(problem)}>
                    {place}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
