import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { answer, client } from '@/api/client';
import { usageQuery, type Usage } from '@/api/queries';
import { save } from '@/design/files';
import { Figures, Page } from '@/design/Page';
import { Answer, Empty, Panel } from '@/design/Panel';
import { costs, counted } from '@/design/text';
import { Moment } from '@/design/Time';
import { GROUPS, periodOf, type Group as By, type UsageSearch } from './search';

const WORDS: Readonly<Record<By, string>> = {
  deployments: 'Deployment',
  projects: 'Project',
  owners: 'Owner',
  sites: 'Site',
};

const hours = (amount: number) => amount.toLocaleString('en', { maximumFractionDigits: 2 });

/** Who used what, from when to when, and what it costs. */
export default function UsagePage() {
  const search = useSearch({ from: '/usage' });
  const navigate = useNavigate({ from: '/usage' });
  const period = periodOf(search);
  const query = useQuery({
    ...usageQuery(period),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const set = (change: { readonly [K in keyof UsageSearch]?: UsageSearch[K] | undefined }) =>
    void navigate({
      search: (before: UsageSearch) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
        ),
      replace: true,
    });
  const table = async () => {
    const csv = await answer(
      client.GET('/api/v1/usage/table', { params: { query: period }, parseAs: 'blob' }),
    );
    save('usage.csv', csv as unknown as Blob);
  };
  return (
    <Page
      title="Usage"
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} />}
          onClick={() => void table()}
        >
          CSV
        </Button>
      }
    >
      <Group gap={10}>
        {(['from', 'to'] as const).map((key) => (
          <TextInput
            key={key}
            type="date"
            label={key === 'from' ? 'From' : 'To'}
            value={search[key] ?? ''}
            onChange={(event) => set({ [key]: event.currentTarget.value || undefined })}
          />
        ))}
        <NativeSelect
          label="Sums by"
          value={search.by ?? 'deployments'}
          data={GROUPS.map((group) => ({ value: group, label: WORDS[group] }))}
          onChange={(event) =>
            set({ by: GROUPS.find((group) => group === event.currentTarget.value) })
          }
        />
      </Group>
      <Answer query={query}>
        {(usage) => <Sums usage={usage} by={search.by ?? 'deployments'} />}
      </Answer>
    </Page>
  );
}

function Sums({ usage, by }: { readonly usage: Usage; readonly by: By }) {
  const { total } = usage;
  if (usage.items.length === 0) {
    return (
      <Panel>
        <Empty>Nothing stood at any site in that time.</Empty>
      </Panel>
    );
  }
  return (
    <Stack gap={14}>
      <Panel>
        <Figures
          items={[
            ['Cost', costs(total.costs, total.unpriced)],
            ['Per hour now', costs(total.pricePerHour)],
            ['Standing now', total.standing],
            ['CPU hours', hours(total.cpuHours)],
            ['GPU hours', hours(total.gpuHours)],
            ['From', <Moment key="from" at={usage.from} />],
            ['To', <Moment key="to" at={usage.to} />],
          ]}
        />
      </Panel>
      <Panel flush title={`By ${WORDS[by].toLowerCase()}`}>
        <table className="fl-table">
          <thead>
            <tr>
              <th scope="col">{WORDS[by]}</th>
              <th scope="col" className="fl-number">
                Hours
              </th>
              <th scope="col" className="fl-number">
                CPU hours
              </th>
              <th scope="col" className="fl-number">
                GPU hours
              </th>
              <th scope="col" className="fl-number">
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {usage[by].map(({ name, sum }) => (
              <tr key={name}>
                <th scope="row" className="fl-wrap">
                  {name}
                </th>
                <td className="fl-number">{hours(sum.hours)}</td>
                <td className="fl-number">{hours(sum.cpuHours)}</td>
                <td className="fl-number">{hours(sum.gpuHours)}</td>
                <td className="fl-number">{costs(sum.costs, sum.unpriced)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel flush title={counted(usage.items.length, 'instance')}>
        <table className="fl-table">
          <thead>
            <tr>
              <th scope="col">Instance</th>
              <th scope="col">Deployment</th>
              <th scope="col">Where</th>
              <th scope="col">By</th>
              <th scope="col">From</th>
              <th scope="col">Until</th>
              <th scope="col" className="fl-number">
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {usage.items.map((use) => (
              <tr key={`${use.deployment} ${use.node} ${use.index} ${use.from}`}>
                <th scope="row" className="fl-wrap">
                  {use.node}
                  <span className="fl-faint">.{use.index}</span>
                </th>
                <td className="fl-wrap">
                  <Link
                    to="/deployments/$id"
                    params={{ id: use.deployment }}
                    search={{}}
                    className="fl-link"
                  >
                    {use.name}
                  </Link>
                </td>
                <td>
                  {use.site} <span className="fl-mono">{use.offer}</span>
                </td>
                <td>{use.owner}</td>
                <td>
                  <Moment at={use.from} />
                </td>
                <td>{use.until === undefined ? 'stands' : <Moment at={use.until} />}</td>
                <td className="fl-number">
                  {use.cost === undefined ? 'not known' : costs({ [use.currency]: use.cost })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </Stack>
  );
}
