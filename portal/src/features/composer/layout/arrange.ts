import type { ElkNode } from 'elkjs/lib/elk-api';
import type { Drawing } from '../model/containment';

export type Point = { readonly x: number; readonly y: number };

/** Where nodes stand: within their host, or on the canvas. It is kept beside the text, never in it. */
export type Positions = Readonly<Record<string, Point>>;

export const WIDTH = 232;
export const HEIGHT = 76;
/** What a host needs for its own words, above what it contains. */
export const HEAD = 76;
export const GAP = 20;

/** The boxes and lines that the layouter works on. */
export function elkGraph(names: readonly string[], { host, hosted, edges }: Drawing): ElkNode {
  const known = new Set(names);
  const box = (name: string): ElkNode => {
    const inside = hosted.get(name) ?? [];
    return inside.length === 0
      ? { id: name, width: WIDTH, height: HEIGHT }
      : {
          id: name,
          layoutOptions: {
            'elk.padding': `[top=${HEAD},left=${GAP},bottom=${GAP},right=${GAP}]`,
            'elk.nodeSize.constraints': 'MINIMUM_SIZE',
            'elk.nodeSize.minimum': `(${WIDTH},${HEIGHT})`,
          },
          children: inside.map(box),
        };
  };
  return {
    id: '',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.spacing.nodeNode': '32',
      'elk.layered.spacing.nodeNodeBetweenLayers': '90',
      'elk.spacing.componentComponent': '48',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.randomSeed': '1',
    },
    children: names.filter((name) => !host.has(name)).map(box),
    edges: edges
      .filter(({ source, target }) => known.has(source) && known.has(target))
      .map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  };
}

/** Where the layouter put each node. */
export function positionsOf(root: ElkNode): Positions {
  const found: Record<string, Point> = {};
  const add = (node: ElkNode) => {
    for (const child of node.children ?? []) {
      found[child.id] = { x: Math.round(child.x ?? 0), y: Math.round(child.y ?? 0) };
      add(child);
    }
  };
  add(root);
  return found;
}

export type Size = { readonly width: number; readonly height: number };

/** The size of each node: hosts are as large as what they contain needs. */
export function sizes(
  names: readonly string[],
  { hosted }: Drawing,
  at: Positions,
): ReadonlyMap<string, Size> {
  const known = new Map<string, Size>();
  const size = (name: string): Size => {
    const ready = known.get(name);
    if (ready !== undefined) {
      return ready;
    }
    const made = around(
      (hosted.get(name) ?? []).map((inside) => ({ ...(at[inside] ?? CORNER), ...size(inside) })),
    );
    known.set(name, made);
    return made;
  };
  names.forEach(size);
  return known;
}

/** The rectangle around everything. */
export function bounds(names: readonly string[], drawn: Drawing, at: Positions): Point & Size {
  const size = sizes(names, drawn, at);
  const boxes = names
    .filter((name) => !drawn.host.has(name))
    .map((name) => ({ ...(at[name] ?? CORNER), ...(size.get(name) ?? around([])) }));
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** Positions for all: those that are kept, and free places for nodes that have none yet. */
export function completed(names: readonly string[], drawn: Drawing, kept: Positions): Positions {
  const all: Record<string, Point> = {};
  for (const name of names) {
    const point = kept[name];
    if (point !== undefined) {
      all[name] = point;
    }
  }
  // The innermost first, so that a host is known with its size when it is placed.
  const settled = (name: string): Size => {
    const inside = (drawn.hosted.get(name) ?? []).map((each) => placed(each));
    below(inside, all);
    return around(inside.map(({ name: each, size }) => ({ ...(all[each] ?? CORNER), ...size })));
  };
  const placed = (name: string): Placed => ({ name, size: settled(name) });
  beside(
    names.filter((name) => !drawn.host.has(name)).map((each) => placed(each)),
    all,
  );
  return all;
}

type Placed = { readonly name: string; readonly size: Size };

const CORNER: Point = { x: GAP, y: HEAD };

/** Inside of a host, what is new comes below what is there. */
function below(all: readonly Placed[], at: Record<string, Point>): void {
  let y = HEAD;
  for (const { name, size } of all) {
    const point = at[name];
    y = point === undefined ? y : Math.max(y, point.y + size.height + GAP);
  }
  for (const { name, size } of all.filter((each) => at[each.name] === undefined)) {
    at[name] = { x: GAP, y };
    y += size.height + GAP;
  }
}

/** On the canvas it comes to the right; what would become a band too long to look at goes on below. */
function beside(all: readonly Placed[], at: Record<string, Point>): void {
  const longest = Math.max(20, Math.ceil(Math.sqrt(all.length) * 1.5)) * (WIDTH + 6 * GAP);
  let x = 0;
  let y = 0;
  let bottom = 0;
  for (const { name, size } of all) {
    const point = at[name];
    if (point !== undefined) {
      x = Math.max(x, point.x + size.width + 6 * GAP);
      bottom = Math.max(bottom, point.y + size.height);
    }
  }
  for (const { name, size } of all.filter((each) => at[each.name] === undefined)) {
    if (x > longest) {
      x = 0;
      y = bottom + 3 * GAP;
    }
    at[name] = { x, y };
    x += size.width + 6 * GAP;
    bottom = Math.max(bottom, y + size.height);
  }
}

/** How large a host has to be around what stands in it. */
function around(inside: readonly (Point & Size)[]): Size {
  let width = WIDTH;
  let height = HEIGHT;
  for (const each of inside) {
    width = Math.max(width, each.x + each.width + GAP);
    height = Math.max(height, each.y + each.height + GAP);
  }
  return { width, height };
}

export type Side = 'left' | 'middle' | 'top';

/** Positions with some nodes of one host in line. */
export function aligned(
  names: readonly string[],
  side: Side,
  at: Positions,
  size: ReadonlyMap<string, Size>,
): Positions {
  const points = names.flatMap((name) => {
    const point = at[name];
    return point === undefined ? [] : [{ name, point, width: size.get(name)?.width ?? WIDTH }];
  });
  const left = Math.min(...points.map(({ point }) => point.x));
  const top = Math.min(...points.map(({ point }) => point.y));
  const middle =
    points.reduce((sum, { point, width }) => sum + point.x + width / 2, 0) /
    Math.max(1, points.length);
  const moved = points.map(({ name, point, width }) => {
    const x = side === 'left' ? left : side === 'middle' ? Math.round(middle - width / 2) : point.x;
    return [name, { x, y: side === 'top' ? top : point.y }] as const;
  });
  return { ...at, ...Object.fromEntries(moved) };
}

/** Positions under other names, such as after a node was renamed. */
export function renamedPosition(at: Positions, from: string, to: string): Positions {
  const { [from]: point, ...others } = at;
  return point === undefined ? at : { ...others, [to]: point };
}
