import { Button, FileButton, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPencil, IconRocket, IconUpload } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { answer, client } from '@/api/client';
import { keepDraft, newDraft, readDraft, type Draft } from '@/api/drafts';
import { Fault } from '@/api/problem';
import {
  sitesQuery,
  templateQuery,
  templatesQuery,
  type Outline,
  type Plan,
  type TemplateRequest,
} from '@/api/queries';
import { Page } from '@/design/Page';
import { Answer, Failed, Note, Panel } from '@/design/Panel';
import { counted, price } from '@/design/text';
import { given, mistake } from '@/parts/inputs';
import { InputsForm } from '@/parts/InputsForm';
import { PlacementTable, Rejections } from '@/parts/PlacementTable';
import { ProblemsList } from '@/parts/ProblemsList';
import { draftOf, readFile, requestOf } from '@/parts/requests';
import { StepsList } from './StepsList';

/** From a template to a deployment: what it asks for, where it would run and at what price, then go. */
export default function DeployPage() {
  const search = useSearch({ from: '/deploy' });
  const template = useQuery({
    ...templateQuery(search.template ?? ''),
    enabled: search.template !== undefined,
  });
  const kept = search.draft === undefined ? undefined : readDraft(search.draft);
  const chosen = search.template === undefined ? undefined : template.data;
  const [draft, setDraft] = useState<Draft | undefined>(kept);
  useEffect(() => {
    if (chosen !== undefined) {
      const { [chosen.template]: main, ...files } = chosen.files;
      setDraft(
        newDraft({ name: chosen.name, path: chosen.template, text: main?.text ?? '', files }),
      );
    }
  }, [chosen]);
  return (
    <Page title="Deploy">
      <Source draft={draft} onDraft={setDraft} />
      {search.template !== undefined && template.isError ? (
        <Failed failure={template.error} />
      ) : null}
      {draft === undefined ? null : <Planning key={draft.id} draft={draft} onDraft={setDraft} />}
    </Page>
  );
}

function Source({
  draft,
  onDraft,
}: {
  readonly draft: Draft | undefined;
  readonly onDraft: (draft: Draft) => void;
}) {
  const navigate = useNavigate({ from: '/deploy' });
  const { template } = useSearch({ from: '/deploy' });
  const templates = useQuery(templatesQuery);
  const [failure, setFailure] = useState<string>();
  const upload = async (files: File[]) => {
    const made = draftOf(await Promise.all(files.map(readFile)));
    if (made === undefined) {
      setFailure('None of these files is a template (.yaml) or an archive of one (.csar, .zip).');
    } else {
      setFailure(undefined);
      void navigate({ search: {} });
      onDraft(newDraft(made));
    }
  };
  return (
    <Panel
      title="Template"
      actions={
        <Group gap={8}>
          <NativeSelect
            size="xs"
            aria-label="Example"
            value={template ?? ''}
            onChange={(event) => {
              const name = event.currentTarget.value;
              void navigate({ search: name === '' ? {} : { template: name } });
            }}
            data={[
              { value: '', label: 'Choose an example' },
              ...(templates.data ?? []).map((one) => one.name),
            ]}
          />
          <FileButton multiple onChange={(files) => void upload(files)}>
            {(props) => (
              <Button {...props} size="xs" variant="default" leftSection={<IconUpload size={15} />}>
                Upload
              </Button>
            )}
          </FileButton>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPencil size={15} />}
            onClick={() => {
              const started = draft ?? newDraft();
              keepDraft(started);
              void navigate({ to: '/compose/$draft', params: { draft: started.id }, search: {} });
            }}
          >
            Compose
          </Button>
        </Group>
      }
    >
      <Stack gap={10}>
        {failure === undefined ? null : <Note tone="bad">{failure}</Note>}
        {draft !== undefined && draft.path in draft.files ? (
          <span>
            The archive <span className="fl-mono">{draft.path}</span>.
          </span>
        ) : (
          <Textarea
            aria-label="Text of the template"
            placeholder="Choose an example, upload a template with its files or an archive of it, or paste one here."
            autosize
            minRows={draft === undefined ? 4 : 6}
            maxRows={16}
            spellCheck={false}
            classNames={{ input: 'fl-mono' }}
            value={draft?.text ?? ''}
            onChange={(event) => {
              const text = event.currentTarget.value;
              onDraft(
                draft === undefined ? newDraft({ name: 'pasted', text }) : { ...draft, text },
              );
            }}
          />
        )}
        {draft === undefined || Object.keys(draft.files).length === 0 ? null : (
          <span className="fl-faint">With {Object.keys(draft.files).join(', ')}</span>
        )}
      </Stack>
    </Panel>
  );
}

function Planning({
  draft,
  onDraft,
}: {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}) {
  const [name, setName] = useState(draft.name);
  const [site, setSite] = useState('');
  const [optimize, setOptimize] = useState<'balanced' | 'cost' | 'time'>('balanced');
  const [values, setValues] = useState<Record<string, string>>({});
  const [text] = useDebouncedValue(draft.text, 400);
  const [settled] = useDebouncedValue(values, 400);
  const sites = useQuery(sitesQuery);
  const template = requestOf({ ...draft, text });
  const outline = useQuery({
    queryKey: ['outline', template],
    queryFn: () => answer(client.POST('/api/v1/outlines', { body: template })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const request: TemplateRequest = {
    ...template,
    name,
    inputs: given(settled),
    placement: { optimize },
    ...(site === '' ? {} : { site }),
  };
  const ready = outline.data !== undefined && outline.data.valid && complete(outline.data, settled);
  const plan = useQuery({
    queryKey: ['plan', { ...request, name: '' }],
    queryFn: () => answer(client.POST('/api/v1/plans', { body: request })),
    enabled: ready,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  return (
    <Stack gap={14}>
      <Answer query={outline}>
        {(found) => (
          <>
            {found.problems.length === 0 ? null : (
              <Panel title={`Problems (${found.problems.length})`} flush>
                <ProblemsList problems={found.problems} />
              </Panel>
            )}
            {!found.valid ? null : (
              <Panel title="Wishes">
                <Stack gap={14}>
                  {found.description === '' ? null : <span>{found.description}</span>}
                  <Group gap={12} align="flex-end">
                    <TextInput
                      label="Name"
                      value={name}
                      onChange={(event) => {
                        const next = event.currentTarget.value;
                        setName(next);
                        onDraft({ ...draft, name: next });
                      }}
                    />
                    <NativeSelect
                      label="Site"
                      value={site}
                      onChange={(event) => setSite(event.currentTarget.value)}
                      data={[
                        { value: '', label: 'Whichever is best' },
                        ...(sites.data ?? []).map((one) => one.name),
                      ]}
                    />
                    <NativeSelect
                      label="Best is"
                      value={optimize}
                      onChange={(event) =>
                        setOptimize(
                          event.currentTarget.value === 'cost'
                            ? 'cost'
                            : event.currentTarget.value === 'time'
                              ? 'time'
                              : 'balanced',
                        )
                      }
                      data={[
                        { value: 'balanced', label: 'money, time and risk' },
                        { value: 'cost', label: 'what costs least' },
                        { value: 'time', label: 'what is ready first' },
                      ]}
                    />
                  </Group>
                  <InputsForm inputs={found.inputs} values={values} onChange={setValues} />
                </Stack>
              </Panel>
            )}
            {found.valid && !ready ? (
              <Note tone="busy" title="Some inputs are still needed">
                {found.inputs
                  .filter((input) => mistake(input, values[input.name] ?? '') !== undefined)
                  .map((input) => input.name)
                  .join(', ')}
              </Note>
            ) : null}
          </>
        )}
      </Answer>
      {!ready ? null : plan.isError ? (
        <Refused failure={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <Answer query={plan}>
          {(made) => (
            <Planned
              plan={made}
              request={request}
              stale={plan.isPlaceholderData || settled !== values || text !== draft.text}
            />
          )}
        </Answer>
      )}
    </Stack>
  );
}

/** Whether all inputs that are needed are given, and none is wrong as far as can be told here. */
function complete(outline: Outline, values: Readonly<Record<string, string>>): boolean {
  return outline.inputs.every((input) => mistake(input, values[input.name] ?? '') === undefined);
}

/** Why there is no plan: what the template lacks, or what no site has. */
function Refused({ failure, onRetry }: { readonly failure: Error; readonly onRetry: () => void }) {
  return (
    <Stack gap={14}>
      <Failed failure={failure} onRetry={onRetry} />
      {failure instanceof Fault && failure.problems.length > 0 ? (
        <Panel title="Problems" flush>
          <ProblemsList problems={failure.problems} />
        </Panel>
      ) : null}
      {failure instanceof Fault && failure.rejections.length > 0 ? (
        <Panel title="Why no offer fits" flush>
          <Rejections rejected={failure.rejections} />
        </Panel>
      ) : null}
    </Stack>
  );
}

function Planned({
  plan,
  request,
  stale,
}: {
  readonly plan: Plan;
  readonly request: TemplateRequest;
  readonly stale: boolean;
}) {
  const navigate = useNavigate({ from: '/deploy' });
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const deploy = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/api/v1/deployments', {
          // The same wish under the same key is fulfilled once, however often it is sent.
          params: { header: { 'Idempotency-Key': `${key}-${request.name ?? ''}` } },
          body: request,
        }),
      ),
    onSuccess: (deployment) => {
      void queries.invalidateQueries({ queryKey: ['deployments'] });
      void navigate({ to: '/deployments/$id', params: { id: deployment.id }, search: {} });
    },
  });
  return (
    <Stack gap={14} aria-busy={stale}>
      <Panel title="Placement" flush>
        <PlacementTable placement={plan.placement} />
      </Panel>
      <Panel title={counted(plan.steps.length, 'step')} flush>
        <StepsList steps={plan.steps} />
      </Panel>
      {deploy.isError ? <Refused failure={deploy.error} onRetry={() => deploy.mutate()} /> : null}
      <Group justify="space-between">
        <span>
          Costs <strong>{price(plan.placement.pricePerHour, plan.placement.currency)}</strong>
          {plan.placement.pricePerHour > 0 ? ' per hour' : ''}.
        </span>
        <Button
          size="md"
          leftSection={<IconRocket size={18} />}
          loading={deploy.isPending}
          disabled={stale}
          onClick={() => deploy.mutate()}
        >
          Deploy
        </Button>
      </Group>
    </Stack>
  );
}
