import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  Controls,
  MiniMap,
  Panel,
  ReactFlow,
  SelectionMode,
  getViewportForBounds,
  useNodesState,
  useReactFlow,
  useStoreApi,
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
import { aligned, bounds, sizes, type Point, type Side } from '../layout/arrange';
import { tidy } from '../layout/tidy';
import { positions } from '../state/composer';
import { fits, isHosting, requirementsOf, satisfies, type Wanted } from '../types/fitting';
import { cardsOf, linesOf, TOO_MANY, under } from './cards';
import { useComposer, useComposerStore } from './context';
import { NodeCard, type Card } from './NodeCard';

const TYPES = { card: NodeCard };
const MANY = 120;
const FARTHEST = 0.08;

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
  const canvas = useStoreApi();
  const [from, setFrom] = useState<{ node: string; requirement: string } | undefined>();

  const at = useMemo(() => {
    const composer = store.getState();
    return positions({ ...composer, graph, drawn, history: { ...composer.history, side } });
  }, [store, graph, drawn, side]);
  const made = useMemo(
    () => cardsOf({ graph, drawn, catalogue, at, problems, selected, from }),
    [graph, drawn, catalogue, at, selected, problems, from],
  );

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

  const edges = useMemo<Edge[]>(() => [...linesOf(drawn, at)], [drawn, at]);

  // Where somebody puts the first node, the view must stay.
  const [opened] = useState(graph.nodes.length > 0);
  const arrange = useCallback(async () => {
    const { graph: now, drawn: drawing } = store.getState();
    const names = now.nodes.map(({ name }) => name);
    if (names.length === 0) {
      return;
    }
    const at = await tidy(names, drawing);
    store.getState().move('Tidy', at);
    store.getState().say('All nodes are tidied');
    // By what is known of places and sizes: the canvas has not measured yet what has just been moved.
    const { width, height } = canvas.getState();
    const all = bounds(names, drawing, at);
    await flow.setViewport(getViewportForBounds(all, width, height, FARTHEST, 1, 0.15));
  }, [store, flow, canvas]);

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
      const host = all.length === 1 ? hostAt(main.id, middle) : undefined;
      const current = composer.drawn.host.get(main.id);
      if (host !== undefined && host.name !== current) {
        const absolute = flow.getInternalNode(host.name)?.internals.positionAbsolute ?? {
          x: 0,
          y: 0,
        };
        composer.operate(
          `Put ${main.id} on ${host.name}`,
          [{ kind: 'move-to-host', node: main.id, host: host.name, by: host.by }],
          {
            ...at,
            [main.id]: {
              x: Math.max(20, Math.round(inner.x - absolute.x)),
              y: Math.max(76, Math.round(inner.y - absolute.y)),
            },
          },
        );
        composer.say(`${main.id} is on ${host.name} now`);
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

  const placed = () =>
    flow
      .getNodes()
      .map((each) => ({ each, at: flow.getInternalNode(each.id)?.internals.positionAbsolute }));

  const hostAt = (node: string, middle: Point): { name: string; by: string } | undefined => {
    const composer = store.getState();
    const source = composer.graph.nodes.find(({ name }) => name === node);
    const found = under(middle, placed()).filter(({ each }) => each.id !== node);
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
    for (const { each, at: corner } of under(point, placed())) {
      const target = composer.graph.nodes.find(({ name }) => name === each.id);
      const hosting = requirementsOf(composer.catalogue, type).find(
        (requirement) =>
          target !== undefined &&
          isHosting(composer.catalogue, type, requirement.name) &&
          satisfies(composer.catalogue, requirement, target.type) !== undefined,
      );
      if (hosting !== undefined && corner !== undefined) {
        composer.addNode(type, {
          host: { name: each.id, by: hosting.name },
          at: {
            x: Math.max(20, Math.round(point.x - corner.x - 110)),
            y: Math.max(76, Math.round(point.y - corner.y - 20)),
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
        minZoom={FARTHEST}
        maxZoom={2}
        colorMode={scheme}
        fitView={opened && graph.nodes.length <= TOO_MANY}
        defaultViewport={{ x: 24, y: 24, zoom: 0.75 }}
        fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
        aria-label="Canvas"
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} />
        {graph.nodes.length <= TOO_MANY * 2 && (
          <MiniMap<Card>
            pannable
            zoomable
            ariaLabel="Map of the canvas"
            nodeClassName={(node) => node.data.look.family}
          />
        )}
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
