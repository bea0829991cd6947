import type { ReactNode } from 'react';
import type { Event } from '@/api/queries';
import { Moment } from '@/design/Time';

const SHOWN = 500;

/** Events, as many as one looks at; those that are older are said to be there. */
export function EventsTable({
  events,
  of,
}: {
  readonly events: readonly Event[];
  /** What each is of, where that is not known already. */
  readonly of?: (event: Event) => ReactNode;
}) {
  return (
    <div style={{ maxHeight: '65vh', overflow: 'auto' }} tabIndex={0}>
      <table className="fl-table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            {of === undefined ? null : <th scope="col">Deployment</th>}
            <th scope="col">Node</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {events.slice(0, SHOWN).map((event) => (
            <tr key={event.id}>
              <td style={{ whiteSpace: 'nowrap' }}>
                <Moment at={event.at} />
              </td>
              <td className="fl-wrap">
                {event.message}
                <div className="fl-faint fl-mono">{event.type}</div>
              </td>
              {of === undefined ? null : <td className="fl-wrap">{of(event)}</td>}
              <td className="fl-wrap">{event.node}</td>
              <td>{event.actor}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {events.length > SHOWN ? (
        <p className="fl-faint" style={{ padding: '0 14px' }}>
          {events.length - SHOWN} older ones are not drawn.
        </p>
      ) : null}
    </div>
  );
}
