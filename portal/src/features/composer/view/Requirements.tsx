import { ActionIcon, Group, Select, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { GraphNode } from '../model/graph';
import { isHosting, requirementsOf, room, satisfies } from '../types/fitting';
import { useComposer, useComposerStore } from './context';

export function Requirements({ node }: { readonly node: GraphNode }) {
  const store = useComposerStore();
  const catalogue = useComposer((composer) => composer.catalogue);
  const graph = useComposer((composer) => composer.graph);
  return requirementsOf(catalogue, node.type).map((definition) => {
    const { name } = definition;
    const there = node.requirements.filter(
      (each) => each.name === name && each.target !== undefined,
    );
    const targets = graph.nodes
      .filter(
        (each) =>
          each.name !== node.name && satisfies(catalogue, definition, each.type) !== undefined,
      )
      .map((each) => each.name);
    const connect = (target: string) =>
      store
        .getState()
        .operate(`Connect ${node.name} to ${target}`, [
          isHosting(catalogue, node.type, name)
            ? { kind: 'move-to-host', node: node.name, host: target, by: name }
            : { kind: 'connect', node: node.name, requirement: name, target },
        ]);
    const hosting = isHosting(catalogue, node.type, name);
    const [only] = there;
    if (hosting && definition.most === 1) {
      return (
        <Select
          key={name}
          size="xs"
          label={`${name} (on)`}
          data={targets}
          value={only?.target ?? null}
          placeholder={targets.length === 0 ? 'Nothing here fits' : 'Choose where it is'}
          clearable
          searchable
          comboboxProps={{ withinPortal: true }}
          onChange={(target) =>
            target === null
              ? store
                  .getState()
                  .operate(`Take ${node.name} off`, [
                    { kind: 'move-to-host', node: node.name, host: undefined, by: name },
                  ])
              : connect(target)
          }
        />
      );
    }
    return (
      <Stack key={name} gap={4}>
        {there.map((each) => (
          <Group key={each.index} gap={4} wrap="nowrap" justify="space-between">
            <Text size="sm">
              {name}: {each.target}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Disconnect ${name} from ${each.target}`}
              onClick={() =>
                store
                  .getState()
                  .operate(`Disconnect ${node.name} from ${each.target}`, [
                    { kind: 'disconnect', node: node.name, index: each.index },
                  ])
              }
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        {room(catalogue, node, name) > 0 && (
          <Select
            size="xs"
            label={name}
            withAsterisk={definition.least > there.length}
            data={targets.filter((target) => !there.some((each) => each.target === target))}
            value={null}
            placeholder={targets.length === 0 ? 'Nothing here fits' : 'Connect to'}
            searchable
            comboboxProps={{ withinPortal: true }}
            onChange={(target) => target !== null && connect(target)}
          />
        )}
      </Stack>
    );
  });
}
