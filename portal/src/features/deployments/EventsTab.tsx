import { useEffect, useState } from 'react';
import { follow } from '@/api/live';
import type { Event } from '@/api/queries';
import { Empty, Panel } from '@/design/Panel';
import { counted } from '@/design/text';
import { EventsTable } from '@/parts/EventsTable';

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
        <EventsTable events={events} />
      )}
    </Panel>
  );
}
