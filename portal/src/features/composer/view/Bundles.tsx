import { ActionIcon, Group, MultiSelect, Stack, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Operation } from '../document/operations';
import type { Bundle } from '../model/graph';
import { useComposer, useComposerStore } from './context';
import { ValueField } from './ValueField';

const KINDS = [
  ['group', 'Groups', 'Members'],
  ['policy', 'Policies', 'Targets'],
] as const;

/** The groups and policies of the template; they are made of nodes that are chosen together. */
export function Bundles() {
  const groups = useComposer((composer) => composer.graph.groups);
  const policies = useComposer((composer) => composer.graph.policies);
  return (
    <Stack p="sm" gap="sm">
      {KINDS.map(([kind, title, members]) => {
        const all = kind === 'group' ? groups : policies;
        return (
          <Stack key={kind} gap="sm">
            <Title order={2} size="h5">
              {title}
            </Title>
            {all.length === 0 ? (
              <Text size="sm" c="dimmed">
                None. Choose several nodes to make one.
              </Text>
            ) : (
              all.map((bundle) => (
                <OfBundle key={bundle.name} kind={kind} bundle={bundle} members={members} />
              ))
            )}
          </Stack>
        );
      })}
    </Stack>
  );
}

function OfBundle({
  kind,
  bundle,
  members,
}: {
  readonly kind: 'group' | 'policy';
  readonly bundle: Bundle;
  readonly members: string;
}) {
  const store = useComposerStore();
  const nodes = useComposer((composer) => composer.graph.nodes);
  const catalogue = useComposer((composer) => composer.catalogue);
  const { name, type } = bundle;
  const operate = (label: string, operation: Operation) =>
    store.getState().operate(label, [operation]);
  const properties = catalogue.find(kind, type)?.properties ?? {};
  return (
    <Stack gap={6} component="section" aria-label={`${kind} ${name}`}>
      <Group gap={4} justify="space-between" wrap="nowrap">
        <Text size="sm" fw={500} className="break">
          {name} <span className="type">{type}</span>
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={`Delete ${kind} ${name}`}
          onClick={() =>
            operate(`Delete ${kind} ${name}`, {
              kind: kind === 'group' ? 'delete-group' : 'delete-policy',
              name,
            })
          }
        >
          <IconX size={14} />
        </ActionIcon>
      </Group>
      <MultiSelect
        size="xs"
        label={members}
        data={nodes.map((node) => node.name)}
        value={[...bundle.nodes]}
        onChange={(next) =>
          operate(
            `${members} of ${name}`,
            kind === 'group'
              ? { kind: 'set-group', name, type, members: next }
              : { kind: 'set-policy', name, type, targets: next },
          )
        }
        comboboxProps={{ withinPortal: true }}
      />
      {Object.entries(properties).map(([key, definition]) => (
        <ValueField
          key={key}
          name={key}
          definition={definition}
          value={bundle.properties[key]}
          onSet={(value) =>
            operate(`Set ${key} of ${name}`, {
              kind: 'set-value',
              owner: { kind, name },
              path: ['properties', key],
              value,
            })
          }
        />
      ))}
    </Stack>
  );
}
