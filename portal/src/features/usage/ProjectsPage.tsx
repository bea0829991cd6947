import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { projectsQuery } from '@/api/queries';
import { Figures, Page } from '@/design/Page';
import { Answer, Panel } from '@/design/Panel';
import { Status, stateWords } from '@/design/Status';
import { costs } from '@/design/text';

const number = (amount: number) => amount.toLocaleString('en', { maximumFractionDigits: 2 });

/** The projects that somebody works in, and what each has and uses. */
export default function ProjectsPage() {
  const query = useQuery({ ...projectsQuery, refetchInterval: 30_000 });
  return (
    <Page title="Projects">
      <Answer query={query}>
        {(projects) => (
          <Stack gap={14}>
            {projects.map(({ name, deployments, month, share, recentUse }) => (
              <Panel key={name} title={name}>
                <Stack gap={14}>
                  <Figures
                    items={[
                      ['Cost in 30 days', costs(month.costs, month.unpriced)],
                      ['Per hour now', costs(month.pricePerHour)],
                      ['Instances that stand', month.standing],
                      ['CPU hours', number(month.cpuHours)],
                      ['GPU hours', number(month.gpuHours)],
                      ['Share', share === undefined ? 'as all others' : number(share)],
                      [
                        'Held against it',
                        recentUse === undefined ? 'nothing' : `${number(recentUse)} CPU hours`,
                      ],
                    ]}
                  />
                  <span>
                    {Object.entries(deployments).length === 0
                      ? 'No deployments.'
                      : Object.entries(deployments).map(([state, count]) => (
                          <Link
                            key={state}
                            to="/deployments"
                            search={{ status: state }}
                            className="fl-link"
                            style={{ marginInlineEnd: 16 }}
                          >
                            <Status state={state} words={`${count} ${stateWords(state)}`} />
                          </Link>
                        ))}
                  </span>
                </Stack>
              </Panel>
            ))}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
