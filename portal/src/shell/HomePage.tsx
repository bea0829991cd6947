import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRocket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { drafts } from '@/api/drafts';
import { deploymentsQuery, sitesQuery, templatesQuery, type Deployment } from '@/api/queries';
import { Page } from '@/design/Page';
import { Answer, Empty, Panel } from '@/design/Panel';
import { look, Status } from '@/design/Status';
import { counted } from '@/design/text';
import { Ago } from '@/design/Time';

const SHOWN = 8;

/** What is there and what needs somebody. */
export function HomePage() {
  const deployments = useQuery(deploymentsQuery(false));
  const kept = drafts().slice(0, SHOWN);
  return (
    <Page
      title="Home"
      actions={
        <Button component={Link} to="/deploy" leftSection={<IconRocket size={16} />}>
          Deploy
        </Button>
      }
    >
      <Answer query={deployments}>{(all) => <Attention deployments={all} />}</Answer>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing={14}>
        <Panel
          title="Deployments"
          flush
          actions={
            <Link to="/deployments" className="fl-link">
              All
            </Link>
          }
        >
          <Answer query={deployments}>
            {(all) =>
              all.length === 0 ? <Empty>Nothing is deployed yet.</Empty> : <Newest all={all} />
            }
          </Answer>
        </Panel>
        <Stack gap={14}>
          <SiteStrip />
          <Examples />
          {kept.length === 0 ? null : (
            <Panel title="Drafts" flush>
              <table className="fl-table">
                <tbody>
                  {kept.map((draft) => (
                    <tr key={draft.id}>
                      <th scope="row">
                        <Link
                          to="/compose/$draft"
                          params={{ draft: draft.id }}
                          search={{}}
                          className="fl-link fl-wrap"
                        >
                          {draft.name}
                        </Link>
                      </th>
                      <td className="fl-faint">
                        <Ago at={draft.changedAt} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Panel>
          )}
        </Stack>
      </SimpleGrid>
    </Page>
  );
}

function Newest({ all }: { readonly all: readonly Deployment[] }) {
  return (
    <table className="fl-table">
      <tbody>
        {all.slice(0, SHOWN).map((one) => (
          <tr key={one.id}>
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
            </td>
            <td className="fl-faint">
              <Ago at={one.updatedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How many there are of each state, and those that somebody has to look at. */
function Attention({ deployments }: { readonly deployments: readonly Deployment[] }) {
  if (deployments.length === 0) {
    return null;
  }
  const counts = new Map<string, number>();
  for (const { status } of deployments) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const bad = deployments.filter((one) => look(one.status).tone === 'bad');
  return (
    <Stack gap={14}>
      <Group gap={10}>
        {[...counts].map(([status, count]) => (
          <Link key={status} to="/deployments" search={{ status }} className="fl-card">
            <Group gap={10}>
              <strong style={{ fontSize: 20 }}>{count}</strong>
              <Status state={status} />
            </Group>
          </Link>
        ))}
      </Group>
      {bad.length === 0 ? null : (
        <Panel title="Needs somebody" flush>
          <table className="fl-table">
            <tbody>
              {bad.slice(0, SHOWN).map((one) => (
                <tr key={one.id}>
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
                  <td className="fl-wrap">{one.error ?? 'It does not work as it should.'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </Stack>
  );
}

function SiteStrip() {
  const sites = useQuery(sitesQuery);
  return (
    <Panel
      title="Sites"
      flush
      actions={
        <Link to="/sites" className="fl-link">
          All
        </Link>
      }
    >
      <Answer query={sites}>
        {(all) => (
          <table className="fl-table">
            <tbody>
              {all.map((site) => (
                <tr key={site.name}>
                  <th scope="row">{site.name}</th>
                  <td className="fl-faint">{site.kind}</td>
                  <td>
                    <span
                      className="fl-status"
                      data-tone={site.fault === undefined ? 'ok' : 'bad'}
                      title={site.fault?.message}
                    >
                      {site.fault === undefined ? (
                        <IconCircleCheck size={16} aria-hidden />
                      ) : (
                        <IconAlertTriangle size={16} aria-hidden />
                      )}
                      {site.fault === undefined
                        ? counted(site.offers.length, 'offer')
                        : 'Cannot be used now'}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </Panel>
  );
}

/** What people come for first; the catalogue has all of them. */
const FIRST = [
  'notebook',
  'notebook-gpu',
  'jupyterhub',
  'train-digits',
  'two-tier',
  'research-cluster',
];

function toBeginWith<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  return FIRST.flatMap((name) => all.filter((template) => template.name === name));
}

function Examples() {
  const templates = useQuery(templatesQuery);
  return (
    <Panel
      title="Begin with an example"
      flush
      actions={
        <Link to="/catalogue" className="fl-link">
          Catalogue
        </Link>
      }
    >
      <Answer query={templates}>
        {(all) => (
          <table className="fl-table">
            <tbody>
              {toBeginWith(all).map((template) => (
                <tr key={template.name}>
                  <th scope="row" style={{ whiteSpace: 'nowrap' }}>
                    <Link to="/deploy" search={{ template: template.name }} className="fl-link">
                      {template.name}
                    </Link>
                  </th>
                  <td className="fl-faint">{template.description}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </Panel>
  );
}
