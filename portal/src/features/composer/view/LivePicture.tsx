import '@xyflow/react/dist/style.css';
import '../composer.css';
import { Loader, Text, useComputedColorScheme } from '@mantine/core';
import {
  Background,
  BackgroundVariant,
  Controls,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { completed } from '../layout/arrange';
import { tidy } from '../layout/tidy';
import { drawing } from '../model/containment';
import { read } from '../model/graph';
import { typeSources } from '../state/server';
import { readTypes } from '../types/reading';
import { catalogueOf } from '../types/sources';
import { cardsOf, linesOf, TOO_MANY } from './cards';
import { NodeCard, type Card } from './NodeCard';

const TYPES = { card: NodeCard };

/** A template as a picture that nobody edits, with a word about each node. */
export default function LivePicture({
  template,
  states,
  onOpen,
}: {
  readonly template: string;
  readonly states: ReadonlyMap<string, string>;
  readonly onOpen?: (node: string) => void;
}) {
  const scheme = useComputedColorScheme('light');
  const types = useQuery({
    queryKey: ['type-sources'],
    queryFn: () => readTypes(typeSources()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const drawn = useMemo(() => {
    const reading = read(template);
    if (reading.kind === 'broken' || types.data === undefined) {
      return undefined;
    }
    const catalogue = catalogueOf(types.data, reading.graph, []);
    return { graph: reading.graph, catalogue, drawn: drawing(reading.graph, catalogue) };
  }, [template, types.data]);
  const places = useQuery({
    queryKey: ['picture', template],
    queryFn: async () => {
      const names = drawn?.graph.nodes.map(({ name }) => name) ?? [];
      return drawn === undefined
        ? {}
        : completed(names, drawn.drawn, await tidy(names, drawn.drawn));
    },
    enabled: drawn !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const lines = useMemo(
    () =>
      drawn === undefined || places.data === undefined
        ? []
        : [...linesOf(drawn.drawn, places.data)],
    [drawn, places.data],
  );
  if (types.isPending || places.isLoading) {
    return <Loader aria-label="Drawing" />;
  }
  if (drawn === undefined || places.data === undefined) {
    return <Text size="sm">This template cannot be drawn.</Text>;
  }
  const cards = cardsOf({
    ...drawn,
    at: places.data,
    problems: [],
    selected: [],
    from: undefined,
    states,
  });
  return (
    <div className="composer difference">
      <div className="canvas">
        <ReactFlowProvider>
          <ReactFlow<Card>
            nodes={cards}
            edges={lines}
            nodeTypes={TYPES}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            deleteKeyCode={null}
            onNodeClick={(_, { id }) => onOpen?.(id)}
            onlyRenderVisibleElements={cards.length > 120}
            minZoom={0.08}
            colorMode={scheme}
            fitView={cards.length <= TOO_MANY}
            defaultViewport={{ x: 24, y: 24, zoom: 0.75 }}
            fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
            proOptions={{ hideAttribution: true }}
            aria-label="The nodes and how they are"
          >
            <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} />
            <Controls showInteractive={false} />
          </ReactFlow>
        </ReactFlowProvider>
      </div>
    </div>
  );
}
