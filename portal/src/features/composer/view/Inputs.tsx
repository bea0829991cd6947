import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { valueDefinition } from '../types/definitions';
import { map, plain } from '../document/tree';
import { attributesOf, calling } from '../types/given';
import { useComposer, useComposerStore } from './context';
import { ValueField } from './ValueField';

/** What the template asks for and gives back. */
export function Inputs() {
  const store = useComposerStore();
  const graph = useComposer((composer) => composer.graph);
  const [name, setName] = useState('');
  const [output, setOutput] = useState('');
  const [of, setOf] = useState<string | null>(null);
  const catalogue = useComposer((composer) => composer.catalogue);
  const attributes = attributesOf(catalogue, graph);
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
        data={[...attributes]}
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
          store.getState().operate(`Output ${output}`, [
            {
              kind: 'set-output',
              name: output.trim(),
              definition: map(
                ['type', plain(attributes.find(({ value }) => value === of)?.type ?? 'string')],
                ['value', calling(of ?? '')],
              ),
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
