import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { deploymentQuery, type Details } from '@/api/queries';
import { Figures, Page } from '@/design/Page';
import { Answer, Panel } from '@/design/Panel';
import { Status } from '@/design/Status';
import { price } from '@/design/text';
import { Ago } from '@/design/Time';
import { Actions } from './Actions';
import { EventsTab } from './EventsTab';
import { Cost } from './Cost';
import { FailureCard } from './FailureCard';
import { GraphTab, type Drawn } from './GraphTab';
import { LogsTab } from './LogsTab';
import { OutputsTab } from './OutputsTab';
import { Overview } from './Overview';
import { RevisionsTab } from './RevisionsTab';
import { TABS, type Tab } from './search';
import { Timeline } from './Timeline';
import { UpdateTab } from './UpdateTab';

const TITLES: Readonly<Record<Tab, string>> = {
  overview: 'Overview',
  graph: 'Graph',
  timeline: 'Timeline',
  logs: 'Logs',
  events: 'Events',
  outputs: 'Outputs',
  revisions: 'Revisions',
  update: 'Update',
};

/** One deployment: what is wanted, what is there, what happens. */
export default function DeploymentPage({ picture }: { readonly picture: ComponentType<Drawn> }) {
  const { id } = useParams({ from: '/deployments/$id' });
  const query = useQuery(deploymentQuery(id));
  return (
    <Answer query={query}>
      {(deployment) => <Shown deployment={deployment} picture={picture} />}
    </Answer>
  );
}

function Shown({
  deployment,
  picture,
}: {
  readonly deployment: Details;
  readonly picture: ComponentType<Drawn>;
}) {
  const { tab = 'overview' } = useSearch({ from: '/deployments/$id' });
  const navigate = useNavigate({ from: '/deployments/$id' });
  return (
    <Page
      title={deployment.name}
      beside={<Status state={deployment.status} />}
      actions={<Actions deployment={deployment} />}
    >
      <FailureCard deployment={deployment} />
      <Panel>
        <Figures
          items={[
            ['Revision', deployment.revision],
            ['Owner', deployment.owner],
            ['Instances', deployment.nodes.length],
            [
              'Price per hour',
              price(deployment.placement.pricePerHour, deployment.placement.currency),
            ],
            ['Cost so far', <Cost key="cost" id={deployment.id} />],
            ['Changed', <Ago key="changed" at={deployment.updatedAt} />],
            ['Made', <Ago key="made" at={deployment.createdAt} />],
            [
              'Id',
              <span key="id" className="fl-mono">
                {deployment.id}
              </span>,
            ],
          ]}
        />
      </Panel>
      <Tabs
        value={tab}
        onChange={(next) => {
          const chosen = TABS.find((one) => one === next);
          void navigate({
            search: chosen === undefined || chosen === 'overview' ? {} : { tab: chosen },
          });
        }}
        keepMounted={false}
      >
        <Tabs.List mb={14}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {TITLES[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview deployment={deployment} />
        </Tabs.Panel>
        <Tabs.Panel value="graph">
          <GraphTab deployment={deployment} picture={picture} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <Timeline deployment={deployment} />
        </Tabs.Panel>
        <Tabs.Panel value="logs">
          <LogsTab deployment={deployment} />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <EventsTab id={deployment.id} />
        </Tabs.Panel>
        <Tabs.Panel value="outputs">
          <OutputsTab deployment={deployment} />
        </Tabs.Panel>
        <Tabs.Panel value="revisions">
          <RevisionsTab deployment={deployment} />
        </Tabs.Panel>
        <Tabs.Panel value="update">
          <UpdateTab deployment={deployment} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
