import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { follow } from '@/api/live';
import { deploymentsQuery, type Event } from '@/api/queries';
import { save } from '@/design/files';
import { Page } from '@/design/Page';
import { Empty, Panel } from '@/design/Panel';
import { counted } from '@/design/text';
import { EventsTable } from '@/parts/EventsTable';
import { csv, found, type AuditSearch } from './search';

/** The newest of them: a history may be long. */
const MOST = 20_000;

/** Who did what, and what came of it, over all deployments, as the engine wrote it down. */
export default function AuditPage() {
  const search = useSearch({ from: '/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const [events, setEvents] = useState<readonly Event[]>([]);
  const deployments = useQuery(deploymentsQuery(true));
  useEffect(
    () =>
      follow<Event>({
        path: '/events',
        after: 0,
        onItems: (items) =>
          setEvents((before) => [...items.toReversed(), ...before].slice(0, MOST)),
      }),
    [],
  );
  const names = useMemo(
    () => new Map((deployments.data ?? []).map(({ id, name }) => [id, name])),
    [deployments.data],
  );
  const actors = useMemo(() => [...new Set(events.map(({ actor }) => actor))].sort(), [events]);
  const fitting = useMemo(() => found(events, search), [events, search]);
  const set = (change: { readonly [K in keyof AuditSearch]?: AuditSearch[K] | undefined }) =>
    void navigate({
      search: (before: AuditSearch) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
        ),
      replace: true,
    });
  return (
    <Page title="Audit">
      <Panel
        flush
        title={counted(fitting.length, 'event')}
        actions={
          <Group gap={8}>
            <TextInput
              size="xs"
              aria-label="Text"
              placeholder="Text"
              leftSection={<IconSearch size={14} />}
              value={search.q ?? ''}
              onChange={(event) => set({ q: event.currentTarget.value || undefined })}
            />
            <NativeSelect
              size="xs"
              aria-label="By"
              value={search.by ?? ''}
              onChange={(event) => set({ by: event.currentTarget.value || undefined })}
              data={[{ value: '', label: 'By anybody' }, ...actors]}
            />
            <Checkbox
              size="xs"
              label="Steps too"
              checked={search.show === 'all'}
              onChange={(event) => set({ show: event.currentTarget.checked ? 'all' : undefined })}
            />
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={15} />}
              disabled={fitting.length === 0}
              onClick={() => save('audit.csv', new Blob([csv(fitting)], { type: 'text/csv' }))}
            >
              CSV
            </Button>
          </Group>
        }
      >
        {fitting.length === 0 ? (
          <Empty>{events.length === 0 ? 'Nothing has happened yet.' : 'None of them fits.'}</Empty>
        ) : (
          <EventsTable
            events={fitting}
            of={({ deployment }) => (
              <Link
                to="/deployments/$id"
                params={{ id: deployment }}
                search={{}}
                className="fl-link"
              >
                {names.get(deployment) ?? deployment}
              </Link>
            )}
          />
        )}
      </Panel>
    </Page>
  );
}
