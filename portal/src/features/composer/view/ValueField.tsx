import {
  ActionIcon,
  Badge,
  Group,
  Menu,
  NativeSelect,
  Select,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { map, text, toJson, type Json, type Tree } from '../document/tree';
import type { ValueDefinition } from '../types/definitions';
import { callOf, fieldOf, inWords, parsed, violation, written } from '../types/values';
import { useComposer } from './context';

/** One value of a TOSCA type: a form for it, or the function that gives it later. */
export function ValueField({
  name,
  definition,
  value,
  onSet,
  onExtract,
}: {
  readonly name: string;
  readonly definition: ValueDefinition;
  readonly value: Json | undefined;
  readonly onSet: (value: Tree | undefined) => void;
  readonly onExtract?: (() => void) | undefined;
}) {
  const catalogue = useComposer((composer) => composer.catalogue);
  const inputs = useComposer((composer) => composer.graph.inputs);
  const field = fieldOf(catalogue, definition);
  const [words, setWords] = useState(written(value));
  const [error, setError] = useState<string | undefined>();
  const shown = written(value);
  useEffect(() => {
    setWords(shown);
    setError(undefined);
  }, [shown]);

  const commit = (next: string) => {
    if (next === shown) {
      setError(undefined);
      return;
    }
    if (next.trim() === '') {
      onSet(undefined);
      return;
    }
    const tree = parsed(field, next);
    if ('error' in tree) {
      setError(tree.error);
      return;
    }
    const wrong = violation(definition, toJson(tree));
    setError(wrong);
    if (wrong === undefined) {
      onSet(tree);
    }
  };

  const call = callOf(value);
  const fallback = definition.fallback === undefined ? '' : written(definition.fallback);
  const common = {
    label: (
      <Group gap={6} wrap="nowrap" component="span" display="inline-flex">
        <span>{name}</span>
        <Text span size="xs" c="dimmed">
          {definition.type.replace(/^(tosca|floria)\.datatypes\./, '').replace('scalar-unit.', '')}
        </Text>
      </Group>
    ),
    size: 'xs' as const,
    error,
    withAsterisk: definition.required && definition.fallback === undefined && value === undefined,
  };

  const menu = (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={`More for ${name}`}>
          <IconDotsVertical size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Take it from an input</Menu.Label>
        {inputs.map((input) => (
          <Menu.Item key={input.name} onClick={() => onSet(map(['get_input', text(input.name)]))}>
            {input.name}
          </Menu.Item>
        ))}
        {onExtract !== undefined && <Menu.Item onClick={onExtract}>Make an input of it</Menu.Item>}
        {value !== undefined && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onSet(undefined)}>Take it away</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );

  return (
    <Group gap={2} align="flex-end" wrap="nowrap">
      <div className="field" title={definition.description}>
        {call !== undefined ? (
          <div>
            <Text size="xs" fw={500} component="div" mb={2}>
              {common.label}
            </Text>
            <Badge variant="light" radius="sm" tt="none" fullWidth className="call" title={shown}>
              {inWords(call)}
            </Badge>
          </div>
        ) : field.kind === 'choice' || field.kind === 'truth' ? (
          <Select
            {...common}
            data={field.kind === 'truth' ? ['true', 'false'] : [...field.values]}
            value={shown === '' ? null : shown}
            placeholder={fallback}
            clearable
            comboboxProps={{ withinPortal: true }}
            onChange={(next) => commit(next ?? '')}
          />
        ) : field.kind === 'amount' ? (
          <Group gap={4} wrap="nowrap" align="flex-end">
            <TextInput
              {...common}
              flex={1}
              value={words.replace(/\s*[A-Za-z]+$/, '')}
              placeholder={fallback}
              inputMode="decimal"
              onChange={(event) => {
                const unit =
                  /[A-Za-z]+$/.exec(words)?.[0] ??
                  /[A-Za-z]+$/.exec(fallback)?.[0] ??
                  field.units[1] ??
                  '';
                const number = event.currentTarget.value;
                setWords(
                  number.trim() === ''
                    ? ''
                    : /[A-Za-z]$/.test(number)
                      ? number
                      : `${number} ${unit}`,
                );
              }}
              onBlur={() => commit(words)}
              onKeyDown={(event) => event.key === 'Enter' && commit(words)}
            />
            <NativeSelect
              size="xs"
              w={76}
              aria-label={`Unit of ${name}`}
              data={[...field.units]}
              value={/[A-Za-z]+$/.exec(words || fallback)?.[0] ?? field.units[1] ?? ''}
              onChange={(event) => {
                const next = `${words.replace(/\s*[A-Za-z]+$/, '') || fallback.replace(/\s*[A-Za-z]+$/, '')} ${event.currentTarget.value}`;
                setWords(next);
                commit(next);
              }}
            />
          </Group>
        ) : field.kind === 'yaml' ? (
          <Textarea
            {...common}
            autosize
            minRows={1}
            maxRows={8}
            classNames={{ input: 'mono' }}
            value={words}
            placeholder={fallback}
            onChange={(event) => setWords(event.currentTarget.value)}
            onBlur={() => commit(words)}
          />
        ) : (
          <TextInput
            {...common}
            value={words}
            type={field.kind === 'text' && field.secret ? 'password' : 'text'}
            autoComplete="off"
            description={
              field.kind === 'text' && field.secret
                ? 'A secret: take it from an input rather than writing it here.'
                : undefined
            }
            placeholder={fallback}
            inputMode={field.kind === 'number' ? 'decimal' : undefined}
            onChange={(event) => setWords(event.currentTarget.value)}
            onBlur={() => commit(words)}
            onKeyDown={(event) => event.key === 'Enter' && commit(words)}
          />
        )}
      </div>
      {menu}
    </Group>
  );
}
