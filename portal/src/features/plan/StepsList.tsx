import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Plan } from '@/api/queries';
import { stepWords } from '@/design/Status';

const FIRST = 8;

/** The steps of a plan, in an order in which they may run. */
export function StepsList({ steps }: { readonly steps: Plan['steps'] }) {
  const [all, setAll] = useState(false);
  const shown = all ? steps : steps.slice(0, FIRST);
  return (
    <>
      <table className="fl-table">
        <tbody>
          {shown.map((step, at) => (
            <tr key={step.id}>
              <td className="fl-number fl-faint">{at + 1}</td>
              <th scope="row">{stepWords(step.kind, step.id)}</th>
              <td className="fl-wrap">{step.node}</td>
              <td className="fl-faint">{step.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {steps.length > FIRST ? (
        <Button variant="subtle" size="xs" m={8} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${steps.length}`}
        </Button>
      ) : null}
    </>
  );
}
