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
import { IconCopy, IconTrash, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { GraphNode } from '../model/graph';
import type { Owner } from '../document/operations';
import type { Tree } from '../document/tree';
import { isHosting, requirementsOf, room, satisfies } from '../types/fitting';
import type { ValueDefinition } from '../types/definitions';
import { valueDefinition } from '../types/definitions';
import { useComposer, useComposerStore } from './context';
import { ValueField } from './ValueField';

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
        defaultValue={['properties', 'requirements', ...capabilities.map(([key]) => key)]}
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

function Requirements({ node }: { readonly node: GraphNode }) {
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

/** What the template asks for and gives back. */
export function Inputs() {
  const store = useComposerStore();
  const graph = useComposer((composer) => composer.graph);
  const [name, setName] = useState('');
  const [output, setOutput] = useState('');
  const [of, setOf] = useState<string | null>(null);
  const catalogue = useComposer((composer) => composer.catalogue);
  const attributes = graph.nodes.flatMap((node) => {
    const type = catalogue.find('node', node.type);
    const ends = Object.entries(type?.capabilities ?? {}).flatMap(([capability, definition]) =>
      Object.keys(catalogue.find('capability', definition.type)?.attributes ?? {}).map((each) =>
        [node.name, capability, each].join(' / '),
      ),
    );
    return [
      ...ends,
      ...Object.keys(type?.attributes ?? {}).map((each) => `${node.name} / ${each}`),
    ];
  });
  return (
    <Stack p="sm" gap="sm">
      <Title order={2} size="h5">
        Inputs
      </Title>
      {graph.inputs.map((input) => {
        const definition = valueDefinition(input.definition);
        return (
          <Group key={input.name} gap={4} wrap="nowrap" align="flex-end">
            <div className="field">
              <ValueField
                name={input.name}
                definition={{ ...definition, required: false, fallback: undefined }}
                value={definition.fallback}
                onSet={(value) =>
                  store.getState().operate(`Default of ${input.name}`, [
                    {
                      kind: 'set-input',
                      name: input.name,
                      definition: {
                        kind: 'map',
                        entries: [
                          ['type', { kind: 'scalar', text: definition.type, plain: true }],
                          ...(value === undefined ? [] : [['default', value] as const]),
                        ],
                      },
                    },
                  ])
                }
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={26}
              aria-label={`Remove input ${input.name}`}
              onClick={() =>
                store
                  .getState()
                  .operate(`Remove input ${input.name}`, [
                    { kind: 'set-input', name: input.name, definition: undefined },
                  ])
              }
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        );
      })}
      <Group gap={4} align="flex-end" wrap="nowrap">
        <TextInput
          size="xs"
          label="New input"
          flex={1}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          size="xs"
          variant="default"
          disabled={name.trim() === ''}
          onClick={() => {
            store.getState().operate(`Input ${name}`, [
              {
                kind: 'set-input',
                name: name.trim(),
                definition: {
                  kind: 'map',
                  entries: [['type', { kind: 'scalar', text: 'string', plain: true }]],
                },
              },
            ]);
            setName('');
          }}
        >
          Add
        </Button>
      </Group>
      <Title order={2} size="h5" mt="sm">
        Outputs
      </Title>
      {graph.outputs.map((one) => (
        <Group key={one.name} gap={4} wrap="nowrap" justify="space-between">
          <Text size="sm" fw={500}>
            {one.name}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={`Remove output ${one.name}`}
            onClick={() =>
              store
                .getState()
                .operate(`Remove output ${one.name}`, [
                  { kind: 'set-output', name: one.name, definition: undefined },
                ])
            }
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <TextInput
        size="xs"
        label="New output"
        value={output}
        onChange={(event) => setOutput(event.currentTarget.value)}
      />
      <Select
        size="xs"
        label="Its value"
        data={attributes}
        value={of}
        onChange={setOf}
        searchable
        comboboxProps={{ withinPortal: true }}
      />
      <Button
        size="xs"
        variant="default"
        disabled={output.trim() === '' || of === null}
        onClick={() => {
          const path = (of ?? '').split(' / ');
          store.getState().operate(`Output ${output}`, [
            {
              kind: 'set-output',
              name: output.trim(),
              definition: {
                kind: 'map',
                entries: [
                  [
                    'value',
                    {
                      kind: 'map',
                      entries: [
                        [
                          'get_attribute',
                          {
                            kind: 'list',
                            items: path.map((each) => ({
                              kind: 'scalar' as const,
                              text: each,
                              plain: true,
                            })),
                          },
                        ],
                      ],
                    },
                  ],
                ],
              },
            },
          ]);
          setOutput('');
        }}
      >
        Add output
      </Button>
    </Stack>
  );
}
