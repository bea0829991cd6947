import {
  Accordion,
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { GraphNode } from '../model/graph';
import { programsOf } from '../model/programs';
import type { Owner } from '../document/operations';
import type { Tree } from '../document/tree';
import type { ValueDefinition } from '../types/definitions';
import { useComposer, useComposerStore } from './context';
import { ValueField } from './ValueField';
import { Programs } from './Programs';
import { Requirements } from './Requirements';

/** Everything about what is chosen. */
export function Inspector() {
  const graph = useComposer((composer) => composer.graph);
  const selected = useComposer((composer) => composer.selected);
  const [first, second] = selected;
  const node = graph.nodes.find(({ name }) => name === first);
  if (second !== undefined) {
    return <Several names={selected} />;
  }
  return node === undefined ? (
    <Text size="sm" c="dimmed" p="sm">
      Choose a node to see what it has.
    </Text>
  ) : (
    <OfNode key={node.name} node={node} />
  );
}

function Several({ names }: { readonly names: readonly string[] }) {
  const store = useComposerStore();
  const catalogue = useComposer((composer) => composer.catalogue);
  const [name, setName] = useState('group');
  const policies = catalogue.names('policy').filter((each) => !/(^|\.)Root$/.test(each));
  const [policy, setPolicy] = useState<string | null>(null);
  return (
    <Stack p="sm" gap="sm">
      <Title order={2} size="h5">
        {names.length} nodes
      </Title>
      <Text size="sm" c="dimmed">
        {names.join(', ')}
      </Text>
      <TextInput
        size="xs"
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          store
            .getState()
            .operate(`Group ${name}`, [
              { kind: 'set-group', name, type: 'tosca.groups.Root', members: names },
            ])
        }
      >
        Group
      </Button>
      <Select
        size="xs"
        label="Policy for them"
        data={policies}
        value={policy}
        onChange={setPolicy}
        searchable
        comboboxProps={{ withinPortal: true }}
      />
      <Button
        size="xs"
        variant="default"
        disabled={policy === null}
        onClick={() =>
          policy !== null &&
          store
            .getState()
            .operate(`Policy ${name}`, [{ kind: 'set-policy', name, type: policy, targets: names }])
        }
      >
        Set policy
      </Button>
    </Stack>
  );
}

function OfNode({ node }: { readonly node: GraphNode }) {
  const store = useComposerStore();
  const catalogue = useComposer((composer) => composer.catalogue);
  const graph = useComposer((composer) => composer.graph);
  const problems = useComposer((composer) => composer.problems);
  const [name, setName] = useState(node.name);
  useEffect(() => setName(node.name), [node.name]);
  const type = catalogue.find('node', node.type);
  const owner: Owner = { kind: 'node', name: node.name };
  const mine = problems.filter((problem) => problem.node === node.name);

  const set = (path: readonly string[], value: Tree | undefined) =>
    store
      .getState()
      .operate(`Set ${path.at(-1)} of ${node.name}`, [{ kind: 'set-value', owner, path, value }]);
  const extract = (path: readonly string[], definition: ValueDefinition) => {
    const taken = new Set(graph.inputs.map((input) => input.name));
    const base = path.at(-1) ?? 'input';
    const input = taken.has(base) ? `${node.name}_${base}`.replace(/[^A-Za-z0-9_]/g, '_') : base;
    store
      .getState()
      .operate(`Make ${input} an input`, [
        { kind: 'extract-input', owner, path, input, type: definition.type },
      ]);
  };
  const rename = () => {
    const next = name.trim();
    if (next !== '' && next !== node.name && !store.getState().rename(node.name, next)) {
      setName(node.name);
    }
  };
  const fields = (
    definitions: Readonly<Record<string, ValueDefinition>>,
    values: GraphNode['properties'],
    path: readonly string[],
  ) =>
    Object.entries(definitions)
      .sort(([, a], [, b]) => Number(b.required) - Number(a.required))
      .map(([key, definition]) => (
        <ValueField
          key={key}
          name={key}
          definition={definition}
          value={values[key]}
          onSet={(value) => set([...path, key], value)}
          onExtract={
            values[key] === undefined && definition.fallback === undefined
              ? undefined
              : () => extract([...path, key], definition)
          }
        />
      ));

  const capabilities = Object.entries(type?.capabilities ?? {}).filter(
    ([, { type: capability, properties }]) =>
      Object.keys({ ...catalogue.find('capability', capability)?.properties, ...properties })
        .length > 0,
  );

  return (
    <Stack gap="xs" p="sm" className="inspector">
      <Group justify="space-between" wrap="nowrap" align="flex-end">
        <TextInput
          label="Name"
          size="sm"
          flex={1}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && rename()}
        />
        <ActionIcon.Group mb={3}>
          <Tooltip label="Duplicate">
            <ActionIcon
              variant="default"
              size={30}
              aria-label="Duplicate"
              onClick={() => {
                store.getState().copy([node.name]);
                store.getState().paste();
              }}
            >
              <IconCopy size={15} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon
              variant="default"
              size={30}
              aria-label="Delete"
              onClick={() => store.getState().remove([node.name])}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Tooltip>
        </ActionIcon.Group>
      </Group>
      <Text size="xs" c="dimmed" className="break">
        {node.type}
      </Text>
      {type?.description !== undefined && <Text size="sm">{type.description}</Text>}
      {type === undefined && (
        <Text size="sm" c="red.8" className="wrong">
          There is no type of this name.
        </Text>
      )}
      {mine.map((problem) => (
        <Text
          key={problem.id}
          size="sm"
          className={problem.severity === 'error' ? 'wrong' : 'warned'}
        >
          {problem.message}
        </Text>
      ))}
      <Accordion
        multiple
        chevronPosition="left"
        defaultValue={[
          'properties',
          'requirements',
          ...capabilities.map(([key]) => key),
          ...(programsOf(node).length > 0 ? ['programs'] : []),
        ]}
        classNames={{ control: 'section', content: 'inside' }}
        styles={{ chevron: { marginInlineEnd: 6, width: 16 } }}
      >
        <Accordion.Item value="requirements">
          <Accordion.Control>Requirements</Accordion.Control>
          <Accordion.Panel>
            <Stack gap={8}>
              <Requirements node={node} />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
        {Object.keys(type?.properties ?? {}).length > 0 && (
          <Accordion.Item value="properties">
            <Accordion.Control>Properties</Accordion.Control>
            <Accordion.Panel>
              <Stack gap={8}>
                {fields(type?.properties ?? {}, node.properties, ['properties'])}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        )}
        {capabilities.map(([key, capability]) => (
          <Accordion.Item key={key} value={key}>
            <Accordion.Control>
              {key === 'host' ? 'Resources' : `Capability ${key}`}
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap={8}>
                {fields(
                  {
                    ...catalogue.find('capability', capability.type)?.properties,
                    ...capability.properties,
                  },
                  node.capabilities[key] ?? {},
                  ['capabilities', key, 'properties'],
                )}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
        {(type?.operations.length ?? 0) > 0 && (
          <Accordion.Item value="programs">
            <Accordion.Control>Programs</Accordion.Control>
            <Accordion.Panel>
              <Programs node={node} />
            </Accordion.Panel>
          </Accordion.Item>
        )}
        <Accordion.Item value="bundles">
          <Accordion.Control>Groups and policies</Accordion.Control>
          <Accordion.Panel>
            <Bundles node={node} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function Bundles({ node }: { readonly node: GraphNode }) {
  const store = useComposerStore();
  const graph = useComposer((composer) => composer.graph);
  const bundles = [
    ...graph.groups.map((bundle) => ({ ...bundle, kind: 'group' as const })),
    ...graph.policies.map((bundle) => ({ ...bundle, kind: 'policy' as const })),
  ];
  return (
    <MultiSelect
      size="xs"
      label="It belongs to"
      data={bundles.map(({ name }) => name)}
      value={bundles.filter(({ nodes }) => nodes.includes(node.name)).map(({ name }) => name)}
      placeholder={bundles.length === 0 ? 'There are none yet: choose several nodes' : ''}
      comboboxProps={{ withinPortal: true }}
      onChange={(names) =>
        store.getState().operate(
          `Groups of ${node.name}`,
          bundles
            .filter(({ name, nodes }) => nodes.includes(node.name) !== names.includes(name))
            .map(({ kind, name, type, nodes }) => {
              const next = nodes.includes(node.name)
                ? nodes.filter((each) => each !== node.name)
                : [...nodes, node.name];
              return kind === 'group'
                ? { kind: 'set-group' as const, name, type, members: next }
                : { kind: 'set-policy' as const, name, type, targets: next };
            }),
        )
      }
    />
  );
}
