import {
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  NativeSelect,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
  useComputedColorScheme,
} from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Operation, StepEdge } from '../document/operations';
import { ofJson, type Json } from '../document/tree';
import type { Workflow, WorkflowStep } from '../model/graph';
import { useComposer, useComposerStore } from './context';
import { StepsCanvas } from './StepsCanvas';

/** The workflows that the template says itself: a picture of the steps, and what each does. */
export function Workflows() {
  const store = useComposerStore();
  const workflows = useComposer((composer) => composer.graph.workflows);
  const nodes = useComposer((composer) => composer.graph.nodes);
  const [chosen, setChosen] = useState<string | undefined>();
  const [fresh, setFresh] = useState('');
  const scheme = useComputedColorScheme('light');
  const workflow = workflows.find(({ name }) => name === chosen) ?? workflows[0];
  const operate = (label: string, ...operations: Operation[]) =>
    store.getState().operate(label, operations);
  const add = () => {
    const name = fresh.trim();
    const target = nodes[0]?.name;
    if (target === undefined) {
      store.getState().say('A workflow needs a node to begin with', true);
      return;
    }
    const first = { target, activities: [{ set_state: 'started' }] };
    if (
      operate(`Workflow ${name}`, {
        kind: 'set-part',
        part: 'workflows',
        path: [name],
        value: ofJson({ steps: { [`${target}_step`]: first } }),
      })
    ) {
      setChosen(name);
      setFresh('');
    }
  };
  return (
    <div className="flows">
      <Group gap="xs" p={8} align="flex-end">
        {workflow !== undefined && (
          <NativeSelect
            size="xs"
            label="Workflow"
            value={workflow.name}
            data={workflows.map(({ name }) => name)}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )}
        {workflow !== undefined && (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              operate(`Delete workflow ${workflow.name}`, {
                kind: 'set-part',
                part: 'workflows',
                path: [workflow.name],
                value: undefined,
              })
            }
          >
            Delete workflow
          </Button>
        )}
        <TextInput
          size="xs"
          label="New workflow"
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" disabled={fresh.trim() === ''} onClick={add}>
          Add workflow
        </Button>
      </Group>
      {workflow === undefined ? (
        <Text size="sm" p="sm">
          This template has no workflows of its own: how it comes up and goes is worked out from
          what it requires, and shown with the plan.
        </Text>
      ) : (
        <div className="flow">
          <StepsCanvas key={workflow.name} workflow={workflow} scheme={scheme} />
          <Stack gap="xs" p="sm" className="steps">
            {workflow.steps.map((step) => (
              <StepForm key={step.name} workflow={workflow} step={step} />
            ))}
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                const target = workflow.steps.at(-1)?.target ?? nodes[0]?.name ?? '';
                let number = workflow.steps.length + 1;
                while (workflow.steps.some(({ name }) => name === `step_${number}`)) {
                  number++;
                }
                operate('Add a step', {
                  kind: 'set-part',
                  part: 'workflows',
                  path: [workflow.name, 'steps', `step_${number}`],
                  value: ofJson({ target, activities: [{ set_state: 'started' }] }),
                });
              }}
            >
              Add a step
            </Button>
          </Stack>
        </div>
      )}
    </div>
  );
}

const EDGES: readonly (readonly [StepEdge, string])[] = [
  ['on_success', 'Then'],
  ['on_failure', 'If it fails'],
];

function StepForm({
  workflow,
  step,
}: {
  readonly workflow: Workflow;
  readonly step: WorkflowStep;
}) {
  const store = useComposerStore();
  const nodes = useComposer((composer) => composer.graph.nodes);
  const groups = useComposer((composer) => composer.graph.groups);
  const catalogue = useComposer((composer) => composer.catalogue);
  const [name, setName] = useState(step.name);
  const [activity, setActivity] = useState<string | null>(null);
  const operate = (label: string, ...operations: Operation[]) =>
    store.getState().operate(label, operations);
  const type = nodes.find((node) => node.name === step.target)?.type;
  const operations = type === undefined ? [] : (catalogue.find('node', type)?.operations ?? []);
  const others = workflow.steps.map((each) => each.name).filter((each) => each !== step.name);
  const set = (activities: readonly Json[]) =>
    operate(`What ${step.name} does`, {
      kind: 'set-part',
      part: 'workflows',
      path: [workflow.name, 'steps', step.name, 'activities'],
      value: ofJson(activities as Json),
    });
  return (
    <Stack gap={6} className="step" component="section" aria-label={`Step ${step.name}`}>
      <Group gap={4} wrap="nowrap" align="flex-end">
        <TextInput
          size="xs"
          label="Step"
          flex={1}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => {
            if (
              name !== step.name &&
              !operate(`Rename step ${step.name}`, {
                kind: 'rename-step',
                workflow: workflow.name,
                from: step.name,
                to: name.trim(),
              })
            ) {
              setName(step.name);
            }
          }}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={`Delete step ${step.name}`}
          onClick={() =>
            operate(`Delete step ${step.name}`, {
              kind: 'delete-step',
              workflow: workflow.name,
              step: step.name,
            })
          }
        >
          <IconX size={14} />
        </ActionIcon>
      </Group>
      <NativeSelect
        size="xs"
        label="Target"
        value={step.target}
        data={[...nodes, ...groups].map((each) => each.name)}
        onChange={(event) =>
          operate(`Target of ${step.name}`, {
            kind: 'set-part',
            part: 'workflows',
            path: [workflow.name, 'steps', step.name, 'target'],
            value: ofJson(event.currentTarget.value),
          })
        }
      />
      <Title order={3} size="xs">
        Does
      </Title>
      {step.activities.map((each, index) => (
        <Group key={`${index} ${activityWords(each)}`} gap={4} justify="space-between">
          <Text size="sm">{activityWords(each)}</Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            disabled={step.activities.length === 1}
            aria-label={`Remove ${activityWords(each)}`}
            onClick={() => set(step.activities.filter((_, at) => at !== index))}
          >
            <IconX size={13} />
          </ActionIcon>
        </Group>
      ))}
      <Select
        size="xs"
        label="Another activity"
        searchable
        value={activity}
        data={[
          { group: 'Run an operation', items: [...operations] },
          {
            group: 'Set the state',
            items: ['created', 'configured', 'started', 'stopping'],
          },
        ]}
        onChange={(next) => {
          setActivity(null);
          if (next !== null) {
            set([
              ...step.activities,
              next.includes('.') ? { call_operation: next } : { set_state: next },
            ]);
          }
        }}
        comboboxProps={{ withinPortal: true }}
      />
      {EDGES.map(([by, label]) => {
        const before = by === 'on_success' ? step.onSuccess : step.onFailure;
        return (
          <MultiSelect
            key={by}
            size="xs"
            label={label}
            data={others}
            value={[...before]}
            onChange={(now) =>
              operate(`What follows ${step.name}`, ...changes(workflow, step, by, before, now))
            }
            comboboxProps={{ withinPortal: true }}
          />
        );
      })}
    </Stack>
  );
}

function changes(
  workflow: Workflow,
  step: WorkflowStep,
  by: StepEdge,
  before: readonly string[],
  now: readonly string[],
): Operation[] {
  const edge = { workflow: workflow.name, from: step.name, by };
  return [
    ...before
      .filter((to) => !now.includes(to))
      .map((to): Operation => ({ kind: 'disconnect-steps', ...edge, to })),
    ...now
      .filter((to) => !before.includes(to))
      .map((to): Operation => ({ kind: 'connect-steps', ...edge, to })),
  ];
}

/** What an activity does, in words. */
export function activityWords(activity: Json): string {
  const [kind = '', value = null] =
    typeof activity === 'object' && activity !== null && !Array.isArray(activity)
      ? (Object.entries(activity)[0] ?? [])
      : [];
  const what =
    typeof value === 'string'
      ? value
      : typeof value === 'object' && value !== null && 'operation' in value
        ? String(value['operation'])
        : JSON.stringify(value);
  const words: Readonly<Record<string, string>> = {
    call_operation: `runs ${what}`,
    set_state: `is ${what} then`,
    delegate: `delegates to ${what}`,
    inline: `does all of ${what}`,
  };
  return words[kind] ?? `${kind} ${what}`;
}
