import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconRocket, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { deploymentsQuery, type Deployment } from '@/api/queries';
import { Page } from '@/design/Page';
import { Answer, Empty, Panel } from '@/design/Panel';
import { Status, stateWords } from '@/design/Status';
import { counted } from '@/design/text';
import { Ago } from '@/design/Time';
import type { DeploymentsSearch } from './search';

const ROW = 49;

/** All deployments, kept true by the live channel. */
export default function DeploymentsPage() {
  const search = useSearch({ from: '/deployments' });
  const navigate = useNavigate({ from: '/deployments' });
  const query = useQuery(deploymentsQuery(search.deleted ?? false));
  const states = [...new Set(query.data?.map((one) => one.status))].sort();
  return (
    <Page
      title="Deployments"
      actions={
        <Button component={Link} to="/deploy" leftSection={<IconRocket size={16} />}>
          Deploy
        </Button>
      }
    >
      <Group gap={10} align="flex-end">
        <TextInput
          aria-label="Name"
          placeholder="Name"
          leftSection={<IconSearch size={16} />}
          value={search.q ?? ''}
          onChange={(event) => {
            const q = event.currentTarget.value;
            void navigate({
              search: ({ q: _, ...rest }: DeploymentsSearch) => (q === '' ? rest : { ...rest, q }),
              replace: true,
            });
          }}
        />
        <NativeSelect
          aria-label="State"
          value={search.status ?? ''}
          data={[
            { value: '', label: 'All states' },
            ...states.map((state) => ({ value: state, label: stateWords(state) })),
          ]}
          onChange={(event) => {
            const status = event.currentTarget.value;
            void navigate({
              search: ({ status: _, ...rest }: DeploymentsSearch) =>
                status === '' ? rest : { ...rest, status },
            });
          }}
        />
        <Checkbox
          label="Deleted ones too"
          checked={search.deleted ?? false}
          onChange={(event) => {
            const deleted = event.currentTarget.checked;
            void navigate({
              search: ({ deleted: _, ...rest }: DeploymentsSearch) =>
                deleted ? { ...rest, deleted } : rest,
            });
          }}
          pb={8}
        />
      </Group>
      <Panel flush>
        <Answer query={query}>
          {(all) => {
            const found = all.filter(
              (one) =>
                one.name.toLowerCase().includes((search.q ?? '').toLowerCase()) &&
                (search.status === undefined || one.status === search.status),
            );
            if (all.length === 0) {
              return (
                <Empty
                  action={
                    <Button component={Link} to="/deploy">
                      Deploy an example
                    </Button>
                  }
                >
                  Nothing is deployed yet.
                </Empty>
              );
            }
            return found.length === 0 ? (
              <Empty
                action={
                  <Button variant="default" component={Link} to="/deployments">
                    Clear the filter
                  </Button>
                }
              >
                {counted(all.length, 'deployment')}, none of them fits the filter.
              </Empty>
            ) : (
              <Rows deployments={found} />
            );
          }}
        </Answer>
      </Panel>
    </Page>
  );
}

/** Long lists are drawn only where they are looked at. */
function Rows({ deployments }: { readonly deployments: readonly Deployment[] }) {
  const area = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: deployments.length,
    getScrollElement: () => area.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={area} style={{ maxHeight: 'calc(100vh - 220px)', overflow: 'auto' }} tabIndex={0}>
      <table className="fl-table" aria-rowcount={deployments.length}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col" className="fl-number">
              Revision
            </th>
            <th scope="col">Owner</th>
            <th scope="col">Changed</th>
            <th scope="col">Made</th>
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <tr style={{ height: before }} /> : null}
          {items.map((item) => {
            const one = deployments[item.index];
            return one === undefined ? null : (
              <tr key={one.id} aria-rowindex={item.index + 1}>
                <th scope="row">
                  <Link
                    to="/deployments/$id"
                    params={{ id: one.id }}
                    search={{}}
                    className="fl-link fl-wrap"
                  >
                    {one.name}
                  </Link>
                </th>
                <td>
                  <Status state={one.status} />
                  {one.error === undefined ? null : (
                    <div className="fl-faint fl-clip" style={{ maxWidth: 380 }} title={one.error}>
                      {one.error}
                    </div>
                  )}
                </td>
                <td className="fl-number">{one.revision}</td>
                <td>{one.owner}</td>
                <td>
                  <Ago at={one.updatedAt} />
                </td>
                <td>
                  <Ago at={one.createdAt} />
                </td>
              </tr>
            );
          })}
          {after > 0 ? <tr style={{ height: after }} /> : null}
        </tbody>
      </table>
    </div>
  );
}
