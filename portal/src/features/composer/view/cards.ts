import { MarkerType, Position, type Edge, type NodeHandle } from '@xyflow/react';
import { sizes, WIDTH, type Point, type Positions, type Size } from '../layout/arrange';
import { outline, type Drawing } from '../model/containment';
import { lineKey, type Sign } from '../model/difference';
import type { Graph } from '../model/graph';
import type { Found } from '../problems/problems';
import type { Catalogue } from '../types/catalogue';
import { requirementsOf, room, satisfies, titleOf } from '../types/fitting';
import { lookOf } from './look';
import type { Card } from './NodeCard';

/** What cards are made of. */
export type Scene = {
  readonly graph: Graph;
  readonly drawn: Drawing;
  readonly catalogue: Catalogue;
  readonly at: Positions;
  readonly problems: readonly Found[];
  readonly selected: readonly string[];
  /** The requirement that a line is being drawn from. */
  readonly from: { readonly node: string; readonly requirement: string } | undefined;
  readonly states?: ReadonlyMap<string, string>;
  readonly signs?: ReadonlyMap<string, Sign>;
};

/** Above this a view of everything would draw everything, and show nothing that can be read. */
export const TOO_MANY = 300;

/** What is said of a line, which has no room for a word. */
const SYMBOLS: Readonly<Record<Sign, string>> = { added: '+', changed: '~', removed: '−' };

/** The nodes of a template as cards, each behind what it stands on. */
export function cardsOf(scene: Scene): Card[] {
  const { graph, drawn, catalogue, at, selected, signs } = scene;
  const size = sizes(
    graph.nodes.map(({ name }) => name),
    drawn,
    at,
  );
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const counts = countsOf(scene.problems);
  const chosen = new Set(selected);
  const bundles = bundlesOf(graph);
  const lines = new Set(drawn.edges.map(({ source, requirement }) => `${source}\n${requirement}`));
  const source = scene.from === undefined ? undefined : byName.get(scene.from.node);
  const wanted =
    source === undefined
      ? undefined
      : requirementsOf(catalogue, source.type).find(({ name }) => name === scene.from?.requirement);
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
    const sign = signs?.get(name);
    const open = requirementsOf(catalogue, node.type)
      .map((requirement) => requirement.name)
      .filter(
        (requirement) =>
          requirement !== 'dependency' &&
          (room(catalogue, node, requirement) > 0 || lines.has(`${name}\n${requirement}`)),
      );
    const used = node.requirements.some(({ name: each }) => each === 'dependency');
    const ends = (used ? [...open, 'dependency'] : open).slice(0, 4);
    return [
      {
        id: name,
        type: 'card',
        position: point,
        width: box.width,
        height: box.height,
        ...(host === undefined ? {} : { parentId: host }),
        ...(graph.nodes.length > TOO_MANY ? { measured: box, handles: handlesOf(box, ends) } : {}),
        zIndex: depth,
        selected: chosen.has(name),
        ariaLabel: [
          name,
          title,
          ...(host === undefined ? [] : [`on ${host}`]),
          ...(count.errors > 0 ? [`${count.errors} errors`] : []),
          ...(sign === undefined ? [] : [sign]),
          ...(scene.states?.has(name) === true ? [scene.states.get(name)] : []),
        ].join(', '),
        data: {
          name,
          title,
          look: lookOf(catalogue, node.type),
          hosts: (drawn.hosted.get(name)?.length ?? 0) > 0,
          ...count,
          open: ends,
          fits:
            wanted === undefined || source === undefined
              ? undefined
              : name !== source.name && satisfies(catalogue, wanted, node.type) !== undefined,
          groups: bundles.get(name) ?? [],
          sign,
          state: scene.states?.get(name),
        },
      },
    ];
  });
}

/**
 * Where lines begin and end, as the style sheet has it. Many cards are not drawn only to be measured:
 * those that nobody sees would cost more than all else.
 */
function handlesOf({ width, height }: Size, open: readonly string[]): NodeHandle[] {
  const square = { width: 11, height: 11 };
  return [
    { id: 'in', type: 'target', position: Position.Left, x: -1, y: 28, width: 9, height: 18 },
    {
      id: 'beside',
      type: 'target',
      position: Position.Right,
      x: width - 6,
      y: height / 2 - 5,
      ...square,
    },
    ...open.map((id, index): NodeHandle => {
      const y = 17 + index * 16;
      return { id, type: 'source', position: Position.Right, x: width - 6, y, ...square };
    }),
  ];
}

/** The lines between cards; each arrives on the side from which it has a free way. */
export function linesOf(
  drawn: Drawing,
  at: Positions,
  signs?: ReadonlyMap<string, Sign>,
): readonly Edge[] {
  const left = (name: string): number => {
    const host = drawn.host.get(name);
    return (at[name]?.x ?? 0) + (host === undefined ? 0 : left(host));
  };
  return drawn.edges.map(({ id, source, target, requirement }) => {
    const sign = signs?.get(lineKey(source, requirement, target));
    return {
      id,
      source,
      target,
      sourceHandle: requirement,
      // One that stands above or below is reached from the right, or the line would go behind both.
      targetHandle: Math.abs(left(source) - left(target)) < WIDTH ? 'beside' : 'in',
      label: sign === undefined ? requirement : `${SYMBOLS[sign]} ${requirement}`,
      ariaLabel: `${source} has ${target} as its ${requirement}${sign === undefined ? '' : `, ${sign}`}`,
      type: 'default',
      zIndex: 1000,
      ...(sign === undefined ? {} : { className: sign }),
      markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
    };
  });
}

function countsOf(problems: readonly Found[]) {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const { node, severity } of problems) {
    if (node !== undefined) {
      const count = counts.get(node) ?? { errors: 0, warnings: 0 };
      count[severity === 'error' ? 'errors' : 'warnings']++;
      counts.set(node, count);
    }
  }
  return counts;
}

function bundlesOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const bundle of [...graph.groups, ...graph.policies]) {
    for (const node of bundle.nodes) {
      all.set(node, [...(all.get(node) ?? []), bundle.name]);
    }
  }
  return all;
}

/** The card or spot that a point is over, the innermost first. */
export function under<T extends { readonly id: string }>(
  point: Point,
  all: readonly {
    readonly each: T & {
      readonly zIndex?: number | undefined;
      readonly width?: number | undefined;
      readonly height?: number | undefined;
    };
    readonly at: Point | undefined;
  }[],
) {
  return all
    .filter(
      ({ each, at }) =>
        at !== undefined &&
        point.x > at.x &&
        point.y > at.y &&
        point.x < at.x + (each.width ?? 0) &&
        point.y < at.y + (each.height ?? 0),
    )
    .sort((a, b) => (b.each.zIndex ?? 0) - (a.each.zIndex ?? 0));
}
