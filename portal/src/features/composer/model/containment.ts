import type { Catalogue } from '../types/catalogue';
import { isHosting } from '../types/fitting';
import type { Graph } from './graph';

export type Edge = {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly requirement: string;
  readonly index: number;
};

/** Who contains whom, and what is left to be drawn as lines. */
export type Drawing = {
  /** The host of each node that has one in this template; there are no circles. */
  readonly host: ReadonlyMap<string, string>;
  readonly hosted: ReadonlyMap<string, readonly string[]>;
  readonly edges: readonly Edge[];
};

export function drawing(graph: Graph, catalogue: Catalogue): Drawing {
  const names = new Set(graph.nodes.map(({ name }) => name));
  const host = new Map<string, string>();
  const hosted = new Map<string, string[]>();
  const edges: Edge[] = [];
  for (const node of graph.nodes) {
    for (const { name, target, index } of node.requirements) {
      if (target === undefined || !names.has(target)) {
        continue;
      }
      const contains =
        !host.has(node.name) &&
        isHosting(catalogue, node.type, name) &&
        !isInside(host, target, node.name);
      if (contains) {
        host.set(node.name, target);
        hosted.set(target, [...(hosted.get(target) ?? []), node.name]);
      } else {
        edges.push({
          id: `${node.name}/${index}`,
          source: node.name,
          target,
          requirement: name,
          index,
        });
      }
    }
  }
  return { host, hosted, edges };
}

function isInside(host: ReadonlyMap<string, string>, node: string, other: string): boolean {
  for (let one: string | undefined = node; one !== undefined; one = host.get(one)) {
    if (one === other) {
      return true;
    }
  }
  return false;
}

/** A node with what is on it, as the outline shows it. */
export type Branch = { readonly name: string; readonly depth: number };

/** All nodes, each before those on it. */
export function outline(graph: Graph, { host, hosted }: Drawing): readonly Branch[] {
  const found: Branch[] = [];
  const add = (name: string, depth: number) => {
    found.push({ name, depth });
    hosted.get(name)?.forEach((each) => add(each, depth + 1));
  };
  graph.nodes.filter(({ name }) => !host.has(name)).forEach(({ name }) => add(name, 0));
  return found;
}
