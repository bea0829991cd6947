import { Anchor, Button, Group } from '@mantine/core';
import { IconExternalLink, IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { outputsQuery, type Details } from '@/api/queries';
import { Copy } from '@/design/Copy';
import { Answer, Empty, Panel } from '@/design/Panel';
import { shown } from '@/design/text';

/** The values that the template gives; those that are secret are shown when they are asked for. */
export function OutputsTab({ deployment }: { readonly deployment: Details }) {
  const [clear, setClear] = useState(false);
  const query = useQuery({ ...outputsQuery(deployment.id), enabled: clear });
  const secret = Object.values(deployment.outputs).some((value) => shown(value).includes('***'));
  return (
    <Panel
      title="Outputs"
      flush
      actions={
        secret && !clear ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEye size={15} />}
            onClick={() => setClear(true)}
          >
            Show secrets
          </Button>
        ) : null
      }
    >
      {Object.keys(deployment.outputs).length === 0 ? (
        <Empty>The template has no outputs.</Empty>
      ) : clear ? (
        <Answer query={query}>{(outputs) => <Outputs values={outputs} />}</Answer>
      ) : (
        <Outputs values={deployment.outputs} />
      )}
    </Panel>
  );
}

function Outputs({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  return (
    <table className="fl-table">
      <tbody>
        {Object.entries(values).map(([name, value]) => {
          const text = value === null ? '' : shown(value);
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="fl-mono fl-wrap">
                {text === '' ? <span className="fl-faint">not known yet</span> : text}
              </td>
              <td>
                <Group gap={6} justify="flex-end" wrap="nowrap">
                  {/^https?:\/\//.test(text) && !text.includes('***') ? (
                    <Anchor
                      className="fl-link"
                      href={text}
                      target="_blank"
                      rel="noreferrer noopener"
                    >
                      Open <IconExternalLink size={14} aria-hidden />
                    </Anchor>
                  ) : null}
                  {text === '' ? null : <Copy text={text} what={name} />}
                </Group>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
