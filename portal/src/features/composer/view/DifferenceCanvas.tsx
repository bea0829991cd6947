import { Group, Text, useComputedColorScheme } from '@mantine/core';
import {
  Background,
  BackgroundVariant,
  Controls,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react';
import { useMemo } from 'react';
import { completed, type Positions } from '../layout/arrange';
import { drawing } from '../model/containment';
import { differenceOf, type Sign } from '../model/difference';
import { read, type Graph } from '../model/graph';
import type { Catalogue } from '../types/catalogue';
import { cardsOf, linesOf, TOO_MANY } from './cards';
import { NodeCard, type Card } from './NodeCard';

const TYPES = { card: NodeCard };
const WORDS: readonly (readonly [Sign, string])[] = [
  ['added', '+'],
  ['changed', '~'],
  ['removed', '−'],
];

/** Two texts as one picture: what came, what went, what is different. */
export function DifferenceCanvas({
  before,
  after,
  at,
  catalogue,
}: {
  readonly before: string;
  readonly after: Graph;
  readonly at: Positions;
  readonly catalogue: Catalogue;
}) {
  const scheme = useComputedColorScheme('light');
  const made = useMemo(() => {
    const reading = read(before);
    if (reading.kind === 'broken') {
      return undefined;
    }
    const { both, nodes, lines } = differenceOf(reading.graph, after);
    const drawn = drawing(both, catalogue);
    const all = completed(
      both.nodes.map(({ name }) => name),
      drawn,
      at,
    );
    const scene = { graph: both, drawn, catalogue, at: all, problems: [], selected: [] };
    return {
      nodes,
      cards: cardsOf({ ...scene, from: undefined, signs: nodes }),
      lines: [...linesOf(drawn, all, lines)],
    };
  }, [before, after, at, catalogue]);
  if (made === undefined) {
    return <Text size="sm">This revision cannot be drawn: its text is no YAML.</Text>;
  }
  const count = (sign: Sign) => [...made.nodes.values()].filter((each) => each === sign).length;
  return (
    <div className="composer difference">
      <Group gap="md" mb={8}>
        {WORDS.map(([sign, symbol]) => (
          <Text key={sign} size="sm">
            <span className={`sign ${sign}`} aria-hidden>
              {symbol}
            </span>{' '}
            {count(sign)} {sign}
          </Text>
        ))}
      </Group>
      <div className="canvas">
        <ReactFlowProvider>
          <ReactFlow<Card>
            nodes={made.cards}
            edges={made.lines}
            nodeTypes={TYPES}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            deleteKeyCode={null}
            onlyRenderVisibleElements={made.cards.length > 120}
            minZoom={0.08}
            colorMode={scheme}
            fitView={made.cards.length <= TOO_MANY}
            defaultViewport={{ x: 24, y: 24, zoom: 0.75 }}
            fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
            proOptions={{ hideAttribution: true }}
            aria-label="What is different"
          >
            <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} />
            <Controls showInteractive={false} />
          </ReactFlow>
        </ReactFlowProvider>
      </div>
    </div>
  );
}
