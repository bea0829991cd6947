import { ActionIcon, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ofJson } from '../document/tree';
import { requirementsOf } from '../types/fitting';
import { useComposer, useComposerStore } from './context';

const PARTS = ['capabilities', 'requirements'] as const;

/** What the template stands in for: a node type, whose ends are those of nodes in it. */
export function Substituting() {
  const store = useComposerStore();
  const graph = useComposer((composer) => composer.graph);
  const catalogue = useComposer((composer) => composer.catalogue);
  const [chosen, setChosen] = useState<string | null>(null);
  const { substitution } = graph;
  const set = (label: string, path: readonly string[], value: string | string[] | undefined) =>
    store.getState().operate(label, [
      {
        kind: 'set-part',
        part: 'substitution_mappings',
        path,
        value: value === undefined ? undefined : ofJson(value),
      },
    ]);
  const ends = {
    capabilities: graph.nodes.flatMap((node) =>
      Object.keys(catalogue.find('node', node.type)?.capabilities ?? {}).map(
        (each) => `${node.name} / ${each}`,
      ),
    ),
    requirements: graph.nodes.flatMap((node) =>
      requirementsOf(catalogue, node.type).map(({ name }) => `${node.name} / ${name}`),
    ),
  };
  const type = substitution === undefined ? undefined : catalogue.find('node', substitution.type);
  const names = {
    capabilities: Object.keys(type?.capabilities ?? {}),
    requirements:
      substitution === undefined
        ? []
        : requirementsOf(catalogue, substitution.type).map(({ name }) => name),
  };
  return (
    <Stack p="sm" gap="sm">
      <Title order={2} size="h5">
        Substitution
      </Title>
      {substitution === undefined ? (
        <>
          <Text size="sm" c="dimmed">
            A template that stands in for a node type takes the place of such a node in others.
          </Text>
          <Select
            size="xs"
            label="Stands in for"
            searchable
            data={catalogue.names('node')}
            value={chosen}
            onChange={setChosen}
            comboboxProps={{ withinPortal: true }}
          />
          <Button
            size="xs"
            variant="default"
            disabled={chosen === null}
            onClick={() => set(`Stand in for ${chosen}`, ['node_type'], chosen ?? '')}
          >
            Stand in for it
          </Button>
        </>
      ) : (
        <>
          <Group gap={4} justify="space-between" wrap="nowrap">
            <Text size="sm" fw={500} className="break">
              {substitution.type}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={26}
              aria-label="Stand in for nothing"
              onClick={() => set('Stand in for nothing', [], undefined)}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
          {PARTS.flatMap((part) =>
            [...new Set([...names[part], ...Object.keys(substitution[part])])].map((name) => {
              const value = substitution[part][name]?.join(' / ') ?? null;
              return (
                <Select
                  key={`${part} ${name}`}
                  size="xs"
                  label={`${part === 'capabilities' ? 'Capability' : 'Requirement'} ${name}`}
                  searchable
                  clearable
                  data={[...new Set([...ends[part], ...(value === null ? [] : [value])])]}
                  value={value}
                  onChange={(next) =>
                    set(
                      `${name} of ${substitution.type}`,
                      [part, name],
                      next === null ? undefined : next.split(' / '),
                    )
                  }
                  comboboxProps={{ withinPortal: true }}
                />
              );
            }),
          )}
        </>
      )}
    </Stack>
  );
}
