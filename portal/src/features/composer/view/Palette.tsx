import { ScrollArea, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import {
  palette,
  satisfies,
  requirementsOf,
  isHosting,
  type Offered,
  type Wanted,
} from '../types/fitting';
import { useComposer, useComposerStore } from './context';
import { lookOf } from './look';

/** The types that fit; a click, Enter or a drag adds a node. */
export function Palette({
  wanted,
  onPick,
}: {
  readonly wanted: Wanted;
  readonly onPick?: (offered: Offered) => void;
}) {
  const store = useComposerStore();
  const catalogue = useComposer((composer) => composer.catalogue);
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const offered = useMemo(() => palette(catalogue, wanted, search), [catalogue, wanted, search]);

  const pick = (one: Offered) => {
    if (onPick !== undefined) {
      onPick(one);
      return;
    }
    const { selected, graph, addNode } = store.getState();
    const target =
      selected.length === 1 ? graph.nodes.find(({ name }) => name === selected[0]) : undefined;
    const by =
      target === undefined
        ? undefined
        : requirementsOf(catalogue, one.name).find(
            (requirement) =>
              isHosting(catalogue, one.name, requirement.name) &&
              satisfies(catalogue, requirement, target.type) !== undefined,
          );
    addNode(
      one.name,
      target === undefined || by === undefined ? {} : { host: { name: target.name, by: by.name } },
    );
  };

  const walk = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) {
      return;
    }
    event.preventDefault();
    const all = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const next = all.indexOf(document.activeElement as HTMLElement) + step;
    (all[Math.max(0, Math.min(next, all.length - 1))] ?? undefined)?.focus();
  };

  let family = '';
  return (
    <Stack gap={8} h="100%" onKeyDown={walk}>
      <TextInput
        aria-label="Search types"
        placeholder="Search types"
        size="xs"
        leftSection={<IconSearch size={14} />}
        value={search}
        data-autofocus
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = offered;
          if (event.key === 'Enter' && first !== undefined) {
            pick(first);
          }
        }}
      />
      <ScrollArea className="types" viewportProps={{ tabIndex: 0, 'aria-label': 'Types' }}>
        <div ref={list}>
          {offered.map((one) => {
            const { icon: Icon, family: look } = lookOf(catalogue, one.name);
            const heading = one.family === family ? undefined : one.family;
            family = one.family;
            return (
              <div key={one.name}>
                {heading !== undefined && (
                  <Text size="xs" c="dimmed" fw={600} tt="uppercase" mt={6} mb={2}>
                    {heading}
                  </Text>
                )}
                <UnstyledButton
                  className={`offered ${look}`}
                  draggable={onPick === undefined}
                  onDragStart={(event) =>
                    event.dataTransfer.setData('application/floria-type', one.name)
                  }
                  onClick={() => pick(one)}
                  title={`${one.name}\n${one.description}`}
                >
                  <span className="mark" aria-hidden>
                    <Icon size={16} stroke={1.7} />
                  </span>
                  <span className="words">
                    <span className="name">{one.title}</span>
                    <span className="type">{one.description || one.name}</span>
                  </span>
                </UnstyledButton>
              </div>
            );
          })}
          {offered.length === 0 && (
            <Text size="sm" c="dimmed" p="xs">
              No type fits.
            </Text>
          )}
        </div>
      </ScrollArea>
    </Stack>
  );
}
