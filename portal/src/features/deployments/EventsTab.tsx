import { useEffect, useState } from 'react';
import { follow } from '@/api/live';
import type { Event } from '@/api/queries';
import { Empty, Panel } from '@/design/Panel';
import { counted } from '@/design/text';
import { Moment } from '@/design/Time';

const MOST = 5000;

/** What happened to a deployment, the newest first. */
export function EventsTab({ id }: { readonly id: string }) {
  const [events, setEvents] = useState<readonly Event[]>([]);
  useEffect(() => {
    setEvents([]);
    return follow<Event>({
      path: `/deployments/${encodeURIComponent(id)}/events`,
      after: 0,
      onItems: (items) => setEvents((before) => [...items.toReversed(), ...before].slice(0, MOST)),
    });
  }, [id]);
  return (
    <Panel title={counted(events.length, 'event')} flush>
      {events.length === 0 ? (
        <Empty>Nothing has happened yet.</Empty>
      ) : (
        <div style={{ maxHeight: '60vh', overflow: 'auto' }} tabIndex={0}>
          <table className="fl-table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">Node</th>
                <th scope="col">By</th>
              </tr>
            </thead>
            <tbody>
              {events.slice(0, 500).map((event) => (
                <tr key={event.id}>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    <Moment at={event.at} />
                  </td>
                  <td className="fl-wrap">
                    {event.message}
                    <div className="fl-faint fl-mono">{event.type}</div>
                  </td>
                  <td className="fl-wrap">{event.node}</td>
                  <td>{event.actor}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
