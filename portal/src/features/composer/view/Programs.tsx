import {
  ActionIcon,
  Button,
  FileButton,
  Group,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconUpload, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { readFile } from '@/parts/requests';
import { text } from '../document/tree';
import type { GraphNode } from '../model/graph';
import {
  programsOf,
  withInput,
  withoutProgram,
  withProgram,
  type Program,
} from '../model/programs';
import { attributesOf, calling, inputsOf, propertiesOf } from '../types/given';
import { useComposer, useComposerStore } from './context';
import { ValueField } from './ValueField';

/** What a node runs of the template's own: files, for which operation, and what they are told. */
export function Programs({ node }: { readonly node: GraphNode }) {
  const store = useComposerStore();
  const version = useComposer((composer) => composer.graph.version);
  const catalogue = useComposer((composer) => composer.catalogue);
  const programs = programsOf(node);
  const operations = catalogue.find('node', node.type)?.operations ?? [];
  const free = operations.filter((each) => !programs.some(({ operation }) => operation === each));
  const [chosen, setChosen] = useState<string | null>(null);
  const operation =
    chosen !== null && free.includes(chosen)
      ? chosen
      : (free.find((each) => each === 'Process.run') ?? null);
  const upload = async (of: string, file: File | null) => {
    if (file !== null) {
      const { path, content } = await readFile(file);
      store.getState().attach({ [path]: content });
      store.getState().operate(`${of} of ${node.name}`, [withProgram(node, version, of, path)]);
    }
  };
  return (
    <Stack gap={10}>
      {programs.map((program) => (
        <OneProgram
          key={program.operation}
          node={node}
          program={program}
          onUpload={(file) => void upload(program.operation, file)}
        />
      ))}
      {free.length > 0 && (
        <Group gap={4} wrap="nowrap" align="flex-end">
          <Select
            size="xs"
            flex={1}
            label="Operation"
            data={free}
            value={operation}
            placeholder="Choose when it runs"
            searchable
            comboboxProps={{ withinPortal: true }}
            onChange={setChosen}
          />
          <FileButton onChange={(file) => void (operation !== null && upload(operation, file))}>
            {(props) => (
              <Button
                {...props}
                size="xs"
                variant="default"
                disabled={operation === null}
                leftSection={<IconUpload size={14} />}
              >
                Upload a program
              </Button>
            )}
          </FileButton>
        </Group>
      )}
    </Stack>
  );
}

function OneProgram({
  node,
  program: { operation, file, inputs },
  onUpload,
}: {
  readonly node: GraphNode;
  readonly program: Program;
  readonly onUpload: (file: File | null) => void;
}) {
  const store = useComposerStore();
  const graph = useComposer((composer) => composer.graph);
  const catalogue = useComposer((composer) => composer.catalogue);
  const [name, setName] = useState('');
  const [of, setOf] = useState<string | null>(null);
  const tell = (input: string, value: Parameters<typeof withInput>[4]) =>
    store
      .getState()
      .operate(`Input ${input} of ${operation}`, [
        withInput(node, graph.version, operation, input, value),
      ]);
  return (
    <Stack gap={6} component="section" aria-label={`Program of ${operation}`}>
      <Group gap={4} wrap="nowrap">
        <Text size="sm" flex={1} className="break">
          {operation}: <span className="mono">{file}</span>
        </Text>
        <FileButton onChange={onUpload}>
          {(props) => (
            <ActionIcon
              {...props}
              variant="subtle"
              color="gray"
              size={26}
              aria-label={`Upload another program for ${operation}`}
            >
              <IconUpload size={14} />
            </ActionIcon>
          )}
        </FileButton>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={`Leave ${operation} to the type`}
          onClick={() =>
            store
              .getState()
              .operate(`${operation} of ${node.name}`, [
                withoutProgram(node, graph.version, operation),
              ])
          }
        >
          <IconX size={14} />
        </ActionIcon>
      </Group>
      {Object.entries(inputs).map(([input, value]) => (
        <ValueField
          key={input}
          name={input}
          definition={{ type: 'string', required: false, constraints: [] }}
          value={value}
          onSet={(next) => tell(input, next)}
        />
      ))}
      <Group gap={4} wrap="nowrap" align="flex-end">
        <TextInput
          size="xs"
          flex={1}
          label="It is told"
          placeholder="A name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          size="xs"
          flex={1.4}
          label="Which is"
          data={[
            { group: 'Inputs', items: [...inputsOf(graph)] },
            { group: 'Attributes', items: [...attributesOf(catalogue, graph)] },
            { group: 'Properties', items: [...propertiesOf(catalogue, graph)] },
          ]}
          value={of}
          placeholder="A text"
          clearable
          searchable
          comboboxProps={{ withinPortal: true }}
          onChange={setOf}
        />
        <Button
          size="xs"
          variant="default"
          disabled={name.trim() === ''}
          onClick={() => {
            if (tell(name.trim(), of === null ? text('') : calling(of))) {
              setName('');
              setOf(null);
            }
          }}
        >
          Tell
        </Button>
      </Group>
    </Stack>
  );
}
