import { Stack } from '@mantine/core';
import type { Placement } from '@/api/queries';
import type { Rejection } from '@/api/problem';
import { Figures } from '@/design/Page';
import { duration, price } from '@/design/text';

/** Where each node is to run, at what price and why; what was turned down and why. */
export function PlacementTable({ placement }: { readonly placement: Placement }) {
  const { currency, explanation } = placement;
  return (
    <Stack gap={0}>
      <div className="fl-body">
        <Figures
          items={[
            ['Price per hour', price(placement.pricePerHour, currency)],
            ...(explanation === undefined
              ? []
              : [
                  ['Once', price(explanation.once, currency)] as const,
                  ['Ready in about', duration(explanation.readySeconds * 1000)] as const,
                ]),
          ]}
        />
      </div>
      <table className="fl-table">
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Site</th>
            <th scope="col">Offer</th>
            <th scope="col" className="fl-number">
              Per hour
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {placement.assignments.map((assignment) => (
            <tr key={assignment.node}>
              <th scope="row" className="fl-wrap">
                {assignment.node}
              </th>
              <td>{assignment.site}</td>
              <td className="fl-mono">{assignment.offer}</td>
              <td className="fl-number">{price(assignment.pricePerHour, currency)}</td>
              <td className="fl-faint">{assignment.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {placement.reasons.length === 0 ? null : (
        <ul className="fl-faint">
          {placement.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {explanation === undefined || explanation.alternatives.length === 0 ? null : (
        <details className="fl-body">
          <summary>What else would do ({explanation.alternatives.length})</summary>
          <ul>
            {explanation.alternatives.map((alternative) => (
              <li key={alternative.words}>{alternative.words}</li>
            ))}
          </ul>
        </details>
      )}
      {placement.rejected.length === 0 ? null : (
        <details className="fl-body">
          <summary>Turned down ({placement.rejected.length})</summary>
          <Rejections rejected={placement.rejected} />
        </details>
      )}
    </Stack>
  );
}

/** Which offers cannot serve which node, and why. */
export function Rejections({ rejected }: { readonly rejected: readonly Rejection[] }) {
  return (
    <table className="fl-table">
      <thead>
        <tr>
          <th scope="col">Node</th>
          <th scope="col">Site</th>
          <th scope="col">Offer</th>
          <th scope="col">Why not</th>
        </tr>
      </thead>
      <tbody>
        {rejected.map((one, at) => (
          <tr key={at}>
            <td className="fl-wrap">{one.node}</td>
            <td>{one.site}</td>
            <td className="fl-mono">{one.offer}</td>
            <td className="fl-wrap">{one.reasons.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
