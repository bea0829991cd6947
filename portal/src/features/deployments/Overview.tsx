import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Details, Step } from '@/api/queries';
import { Copy } from '@/design/Copy';
import { Empty, Panel } from '@/design/Panel';
import { Status, StepStatus, stepWords } from '@/design/Status';
import { counted, shown } from '@/design/text';
import { PlacementTable } from '@/parts/PlacementTable';

/** What is there, and how far what happens is. */
export function Overview({ deployment }: { readonly deployment: Details }) {
  return (
    <Stack gap={14}>
      <Progress steps={deployment.steps} />
      <Panel title={`Instances (${deployment.nodes.length})`} flush>
        {deployment.nodes.length === 0 ? (
          <Empty>No instance is there.</Empty>
        ) : (
          <table className="fl-table">
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">State</th>
                <th scope="col">Site</th>
                <th scope="col">Offer</th>
                <th scope="col">Attributes</th>
              </tr>
            </thead>
            <tbody>
              {deployment.nodes.map((node) => (
                <tr key={node.instance}>
                  <th scope="row" className="fl-wrap">
                    <Link
                      to="/deployments/$id"
                      params={{ id: deployment.id }}
                      search={{ tab: 'logs', node: node.node }}
                      className="fl-link"
                    >
                      {node.node}
                      <span className="fl-faint">.{node.index}</span>
                    </Link>
                  </th>
                  <td>
                    <Status state={node.state} />
                  </td>
                  <td>{node.site}</td>
                  <td className="fl-mono">{node.offer}</td>
                  <td>
                    <Attributes values={node.attributes} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <Panel title="Placement" flush>
        <PlacementTable placement={deployment.placement} />
      </Panel>
    </Stack>
  );
}

const SHOWN = ['public_address', 'private_address', 'endpoint', 'url', 'port'];

function Attributes({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  const all = Object.entries(values).filter(
    ([name, value]) =>
      value !== null && value !== '' && !['tosca_id', 'tosca_name', 'state'].includes(name),
  );
  const first = all.filter(([name]) => SHOWN.includes(name));
  const rest = all.filter(([name]) => !SHOWN.includes(name));
  return (
    <Stack gap={2}>
      {first.map(([name, value]) => (
        <span key={name} className="fl-wrap">
          <span className="fl-faint">{name}</span> <span className="fl-mono">{shown(value)}</span>{' '}
          <Copy text={shown(value)} what={name} />
        </span>
      ))}
      {rest.length === 0 ? null : (
        <details>
          <summary className="fl-faint">{counted(rest.length, 'attribute')}</summary>
          {rest.map(([name, value]) => (
            <div key={name} className="fl-wrap">
              <span className="fl-faint">{name}</span>{' '}
              <span className="fl-mono">{shown(value)}</span>
            </div>
          ))}
        </details>
      )}
    </Stack>
  );
}

/** How many steps of the newest run are done, and which are being done. */
function Progress({ steps }: { readonly steps: readonly Step[] }) {
  const open = steps.filter((step) => step.state === 'pending' || step.state === 'running');
  if (steps.length === 0 || open.length === 0) {
    return null;
  }
  const done = steps.length - open.length;
  const running = steps.filter((step) => step.state === 'running');
  return (
    <Panel title={`${done} of ${counted(steps.length, 'step')} done`}>
      <Stack gap={8}>
        <progress
          value={done}
          max={steps.length}
          style={{ width: '100%' }}
          aria-label="Steps done"
        />
        {running.map((step) => (
          <span key={step.id}>
            <StepStatus state={step.state} /> {stepWords(step.kind, step.id)} · {step.node}
          </span>
        ))}
      </Stack>
    </Panel>
  );
}
