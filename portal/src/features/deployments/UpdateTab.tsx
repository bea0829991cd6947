import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, client, type Schemas } from '@/api/client';
import { revisionFilesQuery, revisionsQuery, type Change, type Details } from '@/api/queries';
import { Diff } from '@/design/Diff';
import { Answer, Note, Panel } from '@/design/Panel';
import { given } from '@/parts/inputs';
import { InputsForm } from '@/parts/InputsForm';
import { ProblemsList } from '@/parts/ProblemsList';
import { Consequence } from './ChangeDialog';
import { possible } from './possible';

type Files = Schemas['RevisionFiles'];

/** Another template or other inputs for a deployment: the difference, what it would do, then the doing. */
export function UpdateTab({ deployment }: { readonly deployment: Details }) {
  const files = useQuery(revisionFilesQuery(deployment.id, deployment.revision));
  const revisions = useQuery(revisionsQuery(deployment.id));
  if (!possible(deployment).has('change')) {
    return <Note tone="warn">It cannot be changed in its present state.</Note>;
  }
  return (
    <Answer query={files}>
      {(kept) => (
        <Answer query={revisions}>
          {(all) => (
            <Editing
              key={deployment.revision}
              deployment={deployment}
              kept={kept}
              present={all.find((one) => one.number === deployment.revision)?.inputs ?? {}}
            />
          )}
        </Answer>
      )}
    </Answer>
  );
}

function Editing({
  deployment,
  kept,
  present,
}: {
  readonly deployment: Details;
  readonly kept: Files;
  readonly present: Readonly<Record<string, unknown>>;
}) {
  const navigate = useNavigate({ from: '/deployments/$id' });
  const before = kept.files[kept.template]?.text ?? '';
  const [text, setText] = useState(before);
  const [values, setValues] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState<Change>();
  const [settled] = useDebouncedValue(text, 400);
  const template = {
    template: kept.template,
    files: { ...kept.files, [kept.template]: { text: settled } },
  };
  const outline = useQuery({
    queryKey: ['outline', template],
    queryFn: () => answer(client.POST('/api/v1/outlines', { body: template })),
    placeholderData: keepPreviousData,
  });
  const edited = text !== before;
  const inputs = given(values);
  const changed = edited || Object.keys(inputs).length > 0;
  return (
    <Stack gap={14}>
      <Panel title="Template">
        <Stack gap={10}>
          <Textarea
            aria-label="Template"
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setAsked(undefined);
            }}
            autosize
            minRows={8}
            maxRows={24}
            spellCheck={false}
            classNames={{ input: 'fl-mono' }}
          />
          {edited ? <Diff before={before} after={text} /> : null}
        </Stack>
      </Panel>
      <Answer query={outline}>
        {(found) => (
          <>
            {found.problems.length === 0 ? null : (
              <Panel title="Problems" flush>
                <ProblemsList problems={found.problems} />
              </Panel>
            )}
            {found.inputs.length === 0 ? null : (
              <Panel title="Inputs">
                <InputsForm
                  inputs={found.inputs}
                  values={values}
                  present={present}
                  onChange={(next) => {
                    setValues(next);
                    setAsked(undefined);
                  }}
                />
              </Panel>
            )}
            <Group>
              <Button
                disabled={!changed || !found.valid || text !== settled}
                onClick={() =>
                  setAsked({
                    kind: 'update',
                    ...(edited ? { template } : {}),
                    ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
                  })
                }
              >
                Show what it would do
              </Button>
              {changed ? null : (
                <span className="fl-faint">Change the template or an input first.</span>
              )}
            </Group>
          </>
        )}
      </Answer>
      {asked === undefined ? null : (
        <Panel title="What it would do">
          <Consequence
            id={deployment.id}
            change={asked}
            onDone={() => void navigate({ search: {} })}
          />
        </Panel>
      )}
    </Stack>
  );
}
