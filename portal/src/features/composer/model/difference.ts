import type { Json } from '../document/tree';
import type { Graph, GraphNode, GraphRequirement } from './graph';

/** What became of a node or a line between two texts. */
export type Sign = 'added' | 'changed' | 'removed';

export type Difference = {
  /** All that either text has, as one template that can be drawn. */
  readonly both: Graph;
  readonly nodes: ReadonlyMap<string, Sign>;
  /** By {@link lineKey}. */
  readonly lines: ReadonlyMap<string, Sign>;
};

export function lineKey(source: string, requirement: string, target: string): string {
  return JSON.stringify([source, requirement, target]);
}

/** What is different from one template to the next, node by node and line by line. */
export function differenceOf(before: Graph, after: Graph): Difference {
  const old = new Map(before.nodes.map((node) => [node.name, node]));
  const now = new Map(after.nodes.map((node) => [node.name, node]));
  const nodes = new Map<string, Sign>();
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    if (!now.has(name)) {
      nodes.set(name, 'removed');
    } else if (!old.has(name)) {
      nodes.set(name, 'added');
    } else if (JSON.stringify(bodyOf(before, name)) !== JSON.stringify(bodyOf(after, name))) {
      nodes.set(name, 'changed');
    }
  }
  const lines = new Map<string, Sign>();
  const gone = linesOf(before.nodes);
  const come = linesOf(after.nodes);
  gone.forEach((key) => !come.has(key) && lines.set(key, 'removed'));
  come.forEach((key) => !gone.has(key) && lines.set(key, 'added'));
  const lost = (name: string): GraphRequirement[] =>
    (old.get(name)?.requirements ?? [])
      .filter(
        ({ name: requirement, target }) =>
          target !== undefined && lines.get(lineKey(name, requirement, target)) === 'removed',
      )
      // Behind those that there are, so that each has an index of its own.
      .map((each) => ({ ...each, index: each.index + 10_000 }));
  return {
    both: {
      ...after,
      nodes: [
        ...after.nodes.map((node) => ({
          ...node,
          requirements: [...node.requirements, ...lost(node.name)],
        })),
        ...before.nodes.filter(({ name }) => !now.has(name)),
      ],
    },
    nodes,
    lines,
  };
}

function linesOf(nodes: readonly GraphNode[]): Set<string> {
  return new Set(
    nodes.flatMap(({ name, requirements }) =>
      requirements.flatMap(({ name: requirement, target }) =>
        target === undefined ? [] : [lineKey(name, requirement, target)],
      ),
    ),
  );
}

/** The node as it is written, with what the canvas does not show. */
function bodyOf({ file }: Graph, name: string): Json | undefined {
  const all = fields(file);
  const template = fields(all['service_template'] ?? all['topology_template']);
  return fields(template['node_templates'])[name];
}

function fields(json: Json | undefined): Readonly<Record<string, Json>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Readonly<Record<string, Json>>)
    : {};
}
