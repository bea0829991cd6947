import { Group, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { stepsQuery, type Details, type Step } from '@/api/queries';
import { Answer, Empty, Panel } from '@/design/Panel';
import { look, Status, StepStatus, stateWords, stepWords } from '@/design/Status';
import { duration } from '@/design/text';
import { Moment, useNow } from '@/design/Time';
import { bars } from './bars';
import type { DeploymentSearch } from './search';

/** The runs of a deployment, and when each step of one was done. */
export function Timeline({ deployment }: { readonly deployment: Details }) {
  const { run: wanted } = useSearch({ from: '/deployments/$id' });
  const navigate = useNavigate({ from: '/deployments/$id' });
  const run = deployment.runs.find((one) => one.id === wanted) ?? deployment.runs[0];
  const newest = run !== undefined && run.id === deployment.runs[0]?.id;
  const older = useQuery({
    ...stepsQuery(deployment.id, run?.id ?? ''),
    enabled: run !== undefined && !newest,
  });
  if (run === undefined) {
    return <Empty>Nothing was run yet.</Empty>;
  }
  return (
    <Stack gap={14}>
      <Group gap={14} align="flex-end">
        <NativeSelect
          label="Run"
          value={run.id}
          data={deployment.runs.map((one) => ({
            value: one.id,
            label: `${stateWords(one.kind)} to revision ${one.revision} · ${stateWords(one.status)}`,
          }))}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            void navigate({ search: (before: DeploymentSearch) => ({ ...before, run: chosen }) });
          }}
        />
        <Group gap={8} pb={8}>
          <Status state={run.status} />
          <span className="fl-faint">
            by {run.actor}, <Moment at={run.createdAt} />
            {run.endedAt === undefined
              ? ''
              : `, took ${duration(Date.parse(run.endedAt) - Date.parse(run.createdAt))}`}
          </span>
        </Group>
      </Group>
      <Panel title="Steps" flush>
        {newest ? (
          <Steps steps={deployment.steps} />
        ) : (
          <Answer query={older}>{(steps) => <Steps steps={steps} />}</Answer>
        )}
      </Panel>
    </Stack>
  );
}

function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const now = useNow(steps.some((step) => step.state === 'running') ? 500 : 60_000);
  const drawn = bars(steps, now);
  return drawn.length === 0 ? (
    <Empty>This run had nothing to do.</Empty>
  ) : (
    <table className="fl-table">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Node</th>
          <th scope="col">State</th>
          <th scope="col" className="fl-number">
            Took
          </th>
          <th scope="col" style={{ width: '40%', minWidth: 160 }}>
            When
          </th>
        </tr>
      </thead>
      <tbody>
        {drawn.map(({ step, start, width, took }) => (
          <tr key={step.id}>
            <th scope="row">{stepWords(step.kind, step.id)}</th>
            <td className="fl-wrap">{step.node}</td>
            <td>
              <StepStatus state={step.state} />
              {step.attempt > 1 ? <div className="fl-faint">attempt {step.attempt}</div> : null}
              {step.error === undefined ? null : (
                <div className="fl-wrap" style={{ color: 'var(--fl-bad)' }}>
                  {step.error}
                </div>
              )}
            </td>
            <td className="fl-number">{took === undefined ? '' : duration(took)}</td>
            <td>
              {took === undefined ? (
                <span className="fl-faint">{step.reason}</span>
              ) : (
                <svg
                  width="100%"
                  height="16"
                  role="img"
                  aria-label={`from ${Math.round(start)} to ${Math.round(start + width)} percent of the run`}
                >
                  <rect width="100%" height="16" rx="4" fill="var(--fl-hover)" />
                  <rect
                    className="fl-bar"
                    data-tone={step.state === 'running' ? 'busy' : look(step.state).tone}
                    x={`${start}%`}
                    width={`${Math.max(width, 0.6)}%`}
                    height="16"
                    rx="4"
                  />
                </svg>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
