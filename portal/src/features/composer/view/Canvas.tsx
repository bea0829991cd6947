import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  Controls,
  MarkerType,
  MiniMap,
  Panel,
  ReactFlow,
  SelectionMode,
  useNodesState,
  useReactFlow,
  type Connection,
  type Edge,
  type NodeChange,
  type FinalConnectionState,
} from '@xyflow/react';
import { ActionIcon, Button, Group, Tooltip, useComputedColorScheme } from '@mantine/core';
import {
  IconLayoutAlignLeft,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconSparkles,
} from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState, type DragEvent } from 'react';
import { aligned, sizes, type Point, type Side } from '../layout/arrange';
import { tidy } from '../layout/tidy';
import { positions } from '../state/composer';
import { outline } from '../model/containment';
import {
  fits,
  isHosting,
  requirementsOf,
  room,
  satisfies,
  titleOf,
  type Wanted,
} from '../types/fitting';
import { useComposer, useComposerStore } from './context';
import { lookOf } from './look';
import { NodeCard, type Card } from './NodeCard';

const TYPES = { card: NodeCard };
const MANY = 120;

/** Where the palette is asked for, and for what. */
export type Asked = { readonly wanted: Wanted; readonly at: Point };

export function Canvas({ onAsk }: { readonly onAsk: (asked: Asked) => void }) {
  const store = useComposerStore();
  const graph = useComposer((composer) => composer.graph);
  const drawn = useComposer((composer) => composer.drawn);
  const catalogue = useComposer((composer) => composer.catalogue);
  const side = useComposer((composer) => composer.history.side);
  const selected = useComposer((composer) => composer.selected);
  const problems = useComposer((composer) => composer.problems);
  const broken = useComposer((composer) => composer.broken);
  const scheme = useComputedColorScheme('light');
  const flow = useReactFlow<Card>();
  const [from, setFrom] = useState<{ node: string; requirement: string } | undefined>();

  const made = useMemo(() => {
    const composer = store.getState();
    const at = positions({ ...composer, graph, drawn, history: { ...composer.history, side } });
    const names = graph.nodes.map(({ name }) => name);
    const size = sizes(names, drawn, at);
    const byName = new Map(graph.nodes.map((node) => [node.name, node]));
    const counts = new Map<string, { errors: number; warnings: number }>();
    for (const { node, severity } of problems) {
      if (node !== undefined) {
        const count = counts.get(node) ?? { errors: 0, warnings: 0 };
        count[severity === 'error' ? 'errors' : 'warnings']++;
        counts.set(node, count);
      }
    }
    const chosen = new Set(selected);
    const source = from === undefined ? undefined : byName.get(from.node);
    const wanted =
      source === undefined
        ? undefined
        : requirementsOf(catalogue, source.type).find(({ name }) => name === from?.requirement);
    return outline(graph, drawn).flatMap(({ name, depth }): Card[] => {
      const node = byName.get(name);
      const box = size.get(name);
      const point = at[name];
      if (node === undefined || box === undefined || point === undefined) {
        return [];
      }
      const host = drawn.host.get(name);
      const title = titleOf(node.type);
      const count = counts.get(name) ?? { errors: 0, warnings: 0 };
      const open = requirementsOf(catalogue, node.type)
        .map((requirement) => requirement.name)
        .filter(
          (requirement) =>
            requirement !== 'dependency' &&
            (room(catalogue, node, requirement) > 0 ||
              drawn.edges.some((edge) => edge.source === name && edge.requirement === requirement)),
        );
      const used = node.requirements.filter(({ name: each }) => each === 'dependency').length > 0;
      return [
        {
          id: name,
          type: 'card',
          position: point,
          width: box.width,
          height: box.height,
          ...(host === undefined ? {} : { parentId: host }),
          zIndex: depth,
          selected: chosen.has(name),
          ariaLabel: `${name}, ${title}${host === undefined ? '' : `, on ${host}`}${count.errors > 0 ? `, ${count.errors} errors` : ''}`,
          data: {
            name,
            title,
            look: lookOf(catalogue, node.type),
            hosts: (drawn.hosted.get(name)?.length ?? 0) > 0,
            ...count,
            open: (used ? [...open, 'dependency'] : open).slice(0, 4),
            fits:
              wanted === undefined || source === undefined
                ? undefined
                : name !== source.name && satisfies(catalogue, wanted, node.type) !== undefined,
            groups: [...graph.groups, ...graph.policies]
              .filter((bundle) => bundle.nodes.includes(name))
              .map((bundle) => bundle.name),
          },
        },
      ];
    });
  }, [store, graph, drawn, catalogue, side, selected, problems, from]);

  const [nodes, setNodes, onNodesChange] = useNodesState<Card>(made);
  useEffect(() => setNodes(made), [made, setNodes]);

  /** The canvas tells what people choose on it, and nothing of what it was told itself. */
  const changed = useCallback(
    (changes: NodeChange<Card>[]) => {
      onNodesChange(changes);
      const chosen = new Set(store.getState().selected);
      const picks = changes.filter((change) => change.type === 'select');
      picks.forEach(({ id, selected: is }) => (is ? chosen.add(id) : chosen.delete(id)));
      if (picks.length > 0) {
        store.getState().select([...chosen]);
      }
    },
    [onNodesChange, store],
  );

  const edges = useMemo<Edge[]>(
    () =>
      drawn.edges.map(({ id, source, target, requirement }) => ({
        id,
        source,
        target,
        sourceHandle: requirement,
        targetHandle: 'in',
        label: requirement,
        ariaLabel: `${source} has ${target} as its ${requirement}`,
        type: 'default',
        zIndex: 1000,
        markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
      })),
    [drawn],
  );

  // Where somebody puts the first node, the view must stay.
  const [opened] = useState(graph.nodes.length > 0);
  const arrange = useCallback(async () => {
    const { graph: now, drawn: drawing } = store.getState();
    const at = await tidy(
      now.nodes.map(({ name }) => name),
      drawing,
    );
    store.getState().move('Tidy', at);
    store.getState().say('All nodes are tidied');
    setTimeout(() => void flow.fitView({ padding: 0.15, maxZoom: 1 }), 50);
  }, [store, flow]);

  const connectable = useCallback(
    (connection: Connection | Edge): boolean => {
      const source = graph.nodes.find(({ name }) => name === connection.source);
      const target = graph.nodes.find(({ name }) => name === connection.target);
      return (
        source !== undefined &&
        target !== undefined &&
        fits(catalogue, source, target).some(
          ({ requirement }) => requirement === connection.sourceHandle,
        )
      );
    },
    [graph, catalogue],
  );

  const connect = useCallback(
    ({ source, target, sourceHandle }: Connection) => {
      const node = graph.nodes.find(({ name }) => name === source);
      if (sourceHandle === null || node === undefined) {
        return;
      }
      store
        .getState()
        .operate(`Connect ${source} to ${target}`, [
          isHosting(catalogue, node.type, sourceHandle)
            ? { kind: 'move-to-host', node: source, host: target, by: sourceHandle }
            : { kind: 'connect', node: source, requirement: sourceHandle, target },
        ]);
      store.getState().say(`${source} has ${target} as its ${sourceHandle}`);
    },
    [store, graph, catalogue],
  );

  const connectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      setFrom(undefined);
      const source = graph.nodes.find(({ name }) => name === state.fromNode?.id);
      const requirement = state.fromHandle?.id;
      if (state.toNode !== null || source === undefined || !requirement || requirement === 'in') {
        return;
      }
      const point = 'clientX' in event ? event : event.changedTouches[0];
      onAsk({
        wanted: { kind: 'target', source, requirement },
        at: flow.screenToFlowPosition({ x: point?.clientX ?? 0, y: point?.clientY ?? 0 }),
      });
    },
    [graph, flow, onAsk],
  );

  /** Where nodes were put by hand; one that was put onto a host that fits moves there. */
  const dropped = useCallback(
    (_: unknown, main: Card, all: Card[]) => {
      const composer = store.getState();
      const before = positions(composer);
      const moved = all.filter(
        ({ id, position }) => position.x !== before[id]?.x || position.y !== before[id]?.y,
      );
      if (moved.length === 0) {
        return;
      }
      const at = {
        ...before,
        ...Object.fromEntries(
          moved.map(({ id, position }) => [
            id,
            { x: Math.round(position.x), y: Math.round(position.y) },
          ]),
        ),
      };
      const inner = flow.getInternalNode(main.id)?.internals.positionAbsolute ?? main.position;
      const size = { width: main.width ?? 0, height: main.height ?? 0 };
      const middle = { x: inner.x + size.width / 2, y: inner.y + size.height / 2 };
      const under = all.length === 1 ? hostAt(main.id, middle) : undefined;
      const current = composer.drawn.host.get(main.id);
      if (under !== undefined && under.name !== current) {
        const absolute = flow.getInternalNode(under.name)?.internals.positionAbsolute ?? {
          x: 0,
          y: 0,
        };
        composer.operate(
          `Put ${main.id} on ${under.name}`,
          [{ kind: 'move-to-host', node: main.id, host: under.name, by: under.by }],
          {
            ...at,
            [main.id]: {
              x: Math.max(20, Math.round(inner.x - absolute.x)),
              y: Math.max(76, Math.round(inner.y - absolute.y)),
            },
          },
        );
        composer.say(`${main.id} is on ${under.name} now`);
        return;
      }
      composer.move('Move', kept(at, moved));
    },
    [store, flow],
  );

  /** Nodes stay below the head of their host, and right of its edge. */
  const kept = (at: Record<string, Point>, moved: readonly Card[]) => {
    const { drawn: drawing } = store.getState();
    const inside = moved.filter(({ id }) => drawing.host.has(id));
    return {
      ...at,
      ...Object.fromEntries(
        inside.map(({ id }) => {
          const point = at[id] ?? { x: 0, y: 0 };
          return [id, { x: Math.max(20, point.x), y: Math.max(76, point.y) }];
        }),
      ),
    };
  };

  const hostAt = (node: string, middle: Point): { name: string; by: string } | undefined => {
    const composer = store.getState();
    const source = composer.graph.nodes.find(({ name }) => name === node);
    const found = flow
      .getNodes()
      .filter(({ id }) => id !== node)
      .map((each) => ({ each, at: flow.getInternalNode(each.id)?.internals.positionAbsolute }))
      .filter(
        ({ each, at }) =>
          at !== undefined &&
          middle.x > at.x &&
          middle.y > at.y &&
          middle.x < at.x + (each.width ?? 0) &&
          middle.y < at.y + (each.height ?? 0),
      )
      .sort((a, b) => (b.each.zIndex ?? 0) - (a.each.zIndex ?? 0));
    for (const { each } of found) {
      const target = composer.graph.nodes.find(({ name }) => name === each.id);
      if (source === undefined || target === undefined) {
        continue;
      }
      const free = { ...source, requirements: [] };
      const fit = fits(composer.catalogue, free, target).find(({ hosting }) => hosting);
      if (fit !== undefined) {
        return { name: each.id, by: fit.requirement };
      }
    }
    return undefined;
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    const type = event.dataTransfer.getData('application/floria-type');
    if (type === '') {
      return;
    }
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const composer = store.getState();
    const under = flow
      .getNodes()
      .map((each) => ({ each, at: flow.getInternalNode(each.id)?.internals.positionAbsolute }))
      .filter(
        ({ each, at }) =>
          at !== undefined &&
          point.x > at.x &&
          point.y > at.y &&
          point.x < at.x + (each.width ?? 0) &&
          point.y < at.y + (each.height ?? 0),
      )
      .sort((a, b) => (b.each.zIndex ?? 0) - (a.each.zIndex ?? 0));
    for (const { each, at } of under) {
      const target = composer.graph.nodes.find(({ name }) => name === each.id);
      const hosting = requirementsOf(composer.catalogue, type).find(
        (requirement) =>
          target !== undefined &&
          isHosting(composer.catalogue, type, requirement.name) &&
          satisfies(composer.catalogue, requirement, target.type) !== undefined,
      );
      if (hosting !== undefined && at !== undefined) {
        composer.addNode(type, {
          host: { name: each.id, by: hosting.name },
          at: {
            x: Math.max(20, Math.round(point.x - at.x - 110)),
            y: Math.max(76, Math.round(point.y - at.y - 20)),
          },
        });
        return;
      }
    }
    composer.addNode(type, {
      at: { x: Math.round(point.x - 110), y: Math.round(point.y - 36) },
    });
  };

  const align = (which: Side) => {
    const composer = store.getState();
    const at = positions(composer);
    const size = sizes(
      composer.graph.nodes.map(({ name }) => name),
      composer.drawn,
      at,
    );
    composer.move('Align', aligned(composer.selected, which, at, size));
  };

  return (
    <div
      className={`canvas${broken === undefined ? '' : ' frozen'}`}
      onDrop={drop}
      onDragOver={(event) => event.preventDefault()}
    >
      <ReactFlow<Card>
        nodes={nodes}
        edges={edges}
        nodeTypes={TYPES}
        onNodesChange={changed}
        onNodeDragStop={dropped}
        onNodesDelete={(gone) => store.getState().remove(gone.map(({ id }) => id))}
        onEdgesDelete={(gone) => {
          const drawing = store.getState().drawn;
          const all = drawing.edges
            .filter(({ id }) => gone.some((edge) => edge.id === id))
            .sort((a, b) => b.index - a.index);
          store.getState().operate(
            'Disconnect',
            all.map(({ source, index }) => ({ kind: 'disconnect', node: source, index })),
          );
        }}
        onBeforeDelete={({ nodes: gone, edges: lines }) =>
          Promise.resolve(
            broken !== undefined
              ? false
              : gone.length > 0
                ? { nodes: gone.filter(({ id }) => selected.includes(id)), edges: [] }
                : { nodes: [], edges: lines },
          )
        }
        onConnectStart={(_, { nodeId, handleId }) =>
          setFrom(
            nodeId === null || handleId === null
              ? undefined
              : { node: nodeId, requirement: handleId },
          )
        }
        onConnect={connect}
        onConnectEnd={connectEnd}
        isValidConnection={connectable}
        connectionMode={ConnectionMode.Strict}
        connectionRadius={60}
        nodesDraggable={broken === undefined}
        nodesConnectable={broken === undefined}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        deleteKeyCode={['Delete', 'Backspace']}
        onlyRenderVisibleElements={graph.nodes.length > MANY}
        minZoom={0.08}
        maxZoom={2}
        colorMode={scheme}
        fitView={opened}
        fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
        aria-label="Canvas"
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} />
        <MiniMap<Card>
          pannable
          zoomable
          ariaLabel="Map of the canvas"
          nodeClassName={(node) => node.data.look.family}
        />
        <Controls showInteractive={false} />
        <Panel position="top-right">
          <Group gap={6}>
            {selected.length > 1 && (
              <ActionIcon.Group>
                {(
                  [
                    ['left', IconLayoutAlignLeft, 'Align left edges'],
                    ['middle', IconLayoutDistributeHorizontal, 'Align middles'],
                    ['top', IconLayoutAlignTop, 'Align top edges'],
                  ] as const
                ).map(([which, Icon, label]) => (
                  <Tooltip key={which} label={label}>
                    <ActionIcon
                      variant="default"
                      size={30}
                      aria-label={label}
                      onClick={() => align(which)}
                    >
                      <Icon size={16} />
                    </ActionIcon>
                  </Tooltip>
                ))}
              </ActionIcon.Group>
            )}
            <Button
              size="xs"
              variant="default"
              leftSection={<IconSparkles size={15} />}
              onClick={() => void arrange()}
              disabled={graph.nodes.length === 0}
            >
              Tidy
            </Button>
          </Group>
        </Panel>
      </ReactFlow>
    </div>
  );
}
