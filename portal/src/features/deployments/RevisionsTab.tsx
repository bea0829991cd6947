import { Button, Group, Stack } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '@/api/client';
import { revisionFilesQuery, revisionsQuery, type Details, type Revision } from '@/api/queries';
import { Diff } from '@/design/Diff';
import { Answer, Panel } from '@/design/Panel';
import { shown } from '@/design/text';
import { Ago } from '@/design/Time';
import { ChangeDialog } from './ChangeDialog';
import { possible } from './possible';

/** Every state that was ever wanted, and what differs between two of them. */
export function RevisionsTab({ deployment }: { readonly deployment: Details }) {
  const query = useQuery(revisionsQuery(deployment.id));
  const [back, setBack] = useState<number>();
  return (
    <Stack gap={14}>
      <Panel title="Revisions" flush>
        <Answer query={query}>
          {(revisions) => (
            <Revisions
              deployment={deployment}
              revisions={revisions}
              onBack={possible(deployment).has('change') ? setBack : undefined}
            />
          )}
        </Answer>
      </Panel>
      {query.data === undefined ? null : <Comparison id={deployment.id} revisions={query.data} />}
      {back === undefined ? null : (
        <ChangeDialog
          deployment={deployment}
          asked={{ kind: 'rollback', revision: back }}
          onClose={() => setBack(undefined)}
        />
      )}
    </Stack>
  );
}

function Revisions({
  deployment,
  revisions,
  onBack,
}: {
  readonly deployment: Details;
  readonly revisions: readonly Revision[];
  readonly onBack: ((revision: number) => void) | undefined;
}) {
  const navigate = useNavigate({ from: '/deployments/$id' });
  return (
    <table className="fl-table">
      <thead>
        <tr>
          <th scope="col" className="fl-number">
            No.
          </th>
          <th scope="col">What led to it</th>
          <th scope="col">By</th>
          <th scope="col">When</th>
          <th scope="col">
            <span className="fl-faint">Do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {revisions.map((revision) => (
          <tr key={revision.number}>
            <th scope="row" className="fl-number">
              {revision.number}
            </th>
            <td className="fl-wrap">
              {revision.origin}
              {revision.number === deployment.revision ? (
                <span className="fl-faint"> · what is wanted now</span>
              ) : null}
            </td>
            <td>{revision.actor}</td>
            <td>
              <Ago at={revision.createdAt} />
            </td>
            <td>
              <Group gap={6} wrap="nowrap">
                {revision.number > 1 ? (
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() =>
                      void navigate({
                        search: {
                          tab: 'revisions',
                          from: revision.number - 1,
                          to: revision.number,
                        },
                      })
                    }
                  >
                    Compare with {revision.number - 1}
                  </Button>
                ) : null}
                {revision.number === deployment.revision || onBack === undefined ? null : (
                  <Button
                    size="compact-xs"
                    variant="default"
                    leftSection={<IconArrowBackUp size={14} />}
                    onClick={() => onBack(revision.number)}
                  >
                    Roll back
                  </Button>
                )}
              </Group>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Comparison({
  id,
  revisions,
}: {
  readonly id: string;
  readonly revisions: readonly Revision[];
}) {
  const { from, to } = useSearch({ from: '/deployments/$id' });
  const left = revisions.find((one) => one.number === from);
  const right = revisions.find((one) => one.number === to);
  const before = useQuery({
    ...revisionFilesQuery(id, from ?? 0),
    enabled: left !== undefined,
  });
  const after = useQuery({ ...revisionFilesQuery(id, to ?? 0), enabled: right !== undefined });
  if (left === undefined || right === undefined) {
    return null;
  }
  return (
    <Panel title={`From revision ${left.number} to ${right.number}`}>
      <Answer query={before}>
        {(old) => (
          <Answer query={after}>
            {(young) => (
              <Stack gap={12}>
                {changedFiles(old.files, young.files).map((path) => (
                  <div key={path}>
                    <strong className="fl-mono">{path}</strong>
                    <Diff
                      before={old.files[path]?.text ?? ''}
                      after={young.files[path]?.text ?? ''}
                    />
                  </div>
                ))}
                {changedFiles(old.files, young.files).length === 0 ? (
                  <span className="fl-faint">The template and its files are the same.</span>
                ) : null}
                <div>
                  <strong>Inputs and numbers</strong>{' '}
                  <Diff before={wishes(left)} after={wishes(right)} />
                </div>
              </Stack>
            )}
          </Answer>
        )}
      </Answer>
    </Panel>
  );
}

type Files = Schemas['RevisionFiles']['files'];

/** The files that only one of two revisions has, or that differ. */
function changedFiles(old: Files, young: Files): string[] {
  return [...new Set([...Object.keys(old), ...Object.keys(young)])].filter(
    (path) => old[path]?.text !== young[path]?.text || old[path]?.base64 !== young[path]?.base64,
  );
}

/** What was wanted besides the template, a line each. */
function wishes(revision: Revision): string {
  return [
    ...Object.entries(revision.inputs).map(([name, value]) => `${name}: ${shown(value)}`),
    ...Object.entries(revision.counts).map(([node, count]) => `number of ${node}: ${count}`),
  ]
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}
