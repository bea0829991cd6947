import { Text, TextInput, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import type { Found } from '../problems/problems';
import { outline } from '../model/containment';
import { titleOf } from '../types/fitting';
import { useComposer, useComposerStore } from './context';
import { lookOf } from './look';

/** All nodes as a tree, with the commands of the canvas. */
export function Outline({ onOpen }: { readonly onOpen?: () => void }) {
  const store = useComposerStore();
  const graph = useComposer((composer) => composer.graph);
  const drawn = useComposer((composer) => composer.drawn);
  const catalogue = useComposer((composer) => composer.catalogue);
  const selected = useComposer((composer) => composer.selected);
  const problems = useComposer((composer) => composer.problems);
  const [wanted, setWanted] = useState('');
  const all = useMemo(() => outline(graph, drawn), [graph, drawn]);
  const rows = useMemo(() => {
    const words = wanted.trim().toLowerCase();
    return words === '' ? all : all.filter(({ name }) => name.toLowerCase().includes(words));
  }, [all, wanted]);
  const found = useMemo(() => {
    const of = new Map<string, Found[]>();
    for (const problem of problems) {
      if (problem.node !== undefined) {
        of.set(problem.node, [...(of.get(problem.node) ?? []), problem]);
      }
    }
    return of;
  }, [problems]);
  const byName = useMemo(() => new Map(graph.nodes.map((node) => [node.name, node])), [graph]);
  const current = rows.find(({ name }) => name === selected[0])?.name ?? rows[0]?.name;

  const act = (event: KeyboardEvent<HTMLElement>, name: string) => {
    const at = rows.findIndex((row) => row.name === name);
    const go = (to: number) => {
      const next = rows[Math.max(0, Math.min(to, rows.length - 1))];
      if (next !== undefined) {
        event.preventDefault();
        store.getState().select([next.name]);
        const tree = event.currentTarget.closest('[role=tree]');
        tree?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next.name)}"]`)?.focus();
      }
    };
    switch (event.key) {
      case 'ArrowDown':
        return go(at + 1);
      case 'ArrowUp':
        return go(at - 1);
      case 'Home':
        return go(0);
      case 'End':
        return go(rows.length - 1);
      case 'Enter':
      case ' ':
        event.preventDefault();
        store.getState().select([name]);
        return onOpen?.();
      case 'Delete':
        store.getState().remove([name]);
    }
  };

  if (all.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="xs">
        There are no nodes yet. Add one from the types.
      </Text>
    );
  }
  return (
    <>
      <TextInput
        size="xs"
        p={4}
        aria-label="Search nodes"
        placeholder="Search nodes"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <div role="tree" aria-label="Nodes" className="outline">
        {rows.map(({ name, depth }) => {
          const node = byName.get(name);
          if (node === undefined) {
            return null;
          }
          const { icon: Icon, family } = lookOf(catalogue, node.type);
          const mine = found.get(name) ?? [];
          const wrong = mine.some(({ severity }) => severity === 'error');
          const targets = node.requirements
            .filter(({ target }) => target !== undefined && target !== drawn.host.get(name))
            .map((each) => `${each.name} ${each.target}`);
          return (
            <div
              key={name}
              role="treeitem"
              aria-level={depth + 1}
              aria-selected={selected.includes(name)}
              tabIndex={name === current ? 0 : -1}
              data-row={name}
              className={`row ${family}`}
              style={{ paddingLeft: 8 + depth * 18 }}
              onClick={() => {
                store.getState().select([name]);
                onOpen?.();
              }}
              onKeyDown={(event) => act(event, name)}
            >
              <span className="mark small" aria-hidden>
                <Icon size={14} stroke={1.8} />
              </span>
              <span className="name">{name}</span>
              <span className="type">{titleOf(node.type)}</span>
              {(targets.length > 0 || wrong) && (
                <VisuallyHidden>
                  {[...targets, ...(wrong ? ['has errors'] : [])].join(', ')}
                </VisuallyHidden>
              )}
              {wrong ? (
                <IconCircleX size={14} className="wrong" aria-hidden />
              ) : mine.length > 0 ? (
                <IconAlertTriangle size={14} className="warned" aria-hidden />
              ) : null}
            </div>
          );
        })}
      </div>
    </>
  );
}
