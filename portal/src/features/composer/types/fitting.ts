import type { Graph, GraphNode } from '../model/graph';
import type { Catalogue } from './catalogue';
import type { RequirementDefinition } from './definitions';

/** A requirement of a node that another one, or another type, can satisfy. */
export type Fit = {
  readonly requirement: string;
  readonly capability: string | undefined;
  readonly hosting: boolean;
};

export function requirementsOf(
  catalogue: Catalogue,
  type: string,
): readonly RequirementDefinition[] {
  return catalogue.find('node', type)?.requirements ?? [];
}

/** Whether what satisfies a requirement contains the node: its relationship is a HostedOn. */
export function isHosting(catalogue: Catalogue, type: string, requirement: string): boolean {
  const definition = requirementsOf(catalogue, type).find(({ name }) => name === requirement);
  return definition?.relationship === undefined
    ? requirement === 'host'
    : catalogue.isA('relationship', definition.relationship, 'tosca.relationships.HostedOn');
}

/** By which capability a node of a type satisfies a requirement; nothing if it does not. */
export function satisfies(
  catalogue: Catalogue,
  requirement: RequirementDefinition,
  targetType: string,
): { readonly capability: string | undefined } | undefined {
  const target = catalogue.find('node', targetType);
  if (target === undefined) {
    return undefined;
  }
  if (requirement.node !== undefined && !catalogue.isA('node', targetType, requirement.node)) {
    return undefined;
  }
  const wanted = requirement.capability;
  if (wanted === undefined) {
    return { capability: undefined };
  }
  const names = Object.keys(target.capabilities);
  const found =
    names.find((name) => catalogue.isA('capability', target.capabilities[name]?.type, wanted)) ??
    names.find((name) => name === wanted);
  return found === undefined ? undefined : { capability: found };
}

/** How many more of a requirement a node may have. */
export function room(catalogue: Catalogue, node: GraphNode, requirement: string): number {
  const definition = requirementsOf(catalogue, node.type).find(({ name }) => name === requirement);
  const used = node.requirements.filter(
    (each) => each.name === requirement && each.target !== undefined,
  ).length;
  return definition === undefined ? 0 : definition.most - used;
}

/** The requirements of one node that another one satisfies, those that say most first. */
export function fits(catalogue: Catalogue, source: GraphNode, target: GraphNode): readonly Fit[] {
  return source.name === target.name
    ? []
    : fitsOfTypes(catalogue, source.type, target.type, (name) => room(catalogue, source, name) > 0);
}

/** The same between types. */
export function fitsOfTypes(
  catalogue: Catalogue,
  sourceType: string,
  targetType: string,
  wanted: (requirement: string) => boolean = () => true,
): readonly Fit[] {
  return requirementsOf(catalogue, sourceType)
    .filter(({ name }) => wanted(name))
    .flatMap((requirement) => {
      const found = satisfies(catalogue, requirement, targetType);
      return found === undefined ? [] : [{ requirement, ...found }];
    })
    .sort((one, other) => rank(one.requirement) - rank(other.requirement))
    .map(({ requirement, capability }) => ({
      requirement: requirement.name,
      capability,
      hosting: isHosting(catalogue, sourceType, requirement.name),
    }));
}

/** What everything may require, such as a dependency, comes last. */
function rank({ capability, node }: RequirementDefinition): number {
  const anything = capability === undefined || /(^|\.)(Node|Root)$/.test(capability);
  return anything && (node === undefined || /(^|\.)Root$/.test(node)) ? 1 : 0;
}

/** An entry of the palette. */
export type Offered = {
  readonly name: string;
  readonly title: string;
  readonly family: string;
  readonly description: string;
  /** How it would be connected with what the palette is opened for. */
  readonly fit: Fit | undefined;
};

/** What the palette is opened for. */
export type Wanted =
  | { readonly kind: 'anything' }
  /** A node's requirement that the new one is to satisfy. */
  | { readonly kind: 'target'; readonly source: GraphNode; readonly requirement: string }
  /** What can be put onto a node, or connected to it. */
  | { readonly kind: 'source'; readonly target: GraphNode };

/** The types that fit, grouped by family; roots that nobody means are left out. */
export function palette(catalogue: Catalogue, wanted: Wanted, search = ''): readonly Offered[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return catalogue
    .names('node')
    .flatMap((name): Offered[] => {
      const type = catalogue.find('node', name);
      if (type === undefined || isBase(name)) {
        return [];
      }
      const fit = fitOf(catalogue, wanted, name);
      if (wanted.kind !== 'anything' && fit === undefined) {
        return [];
      }
      const entry = {
        name,
        title: titleOf(name),
        family: familyOf(name),
        description: type.description ?? '',
        fit,
      };
      const text = `${name} ${entry.title} ${entry.description}`.toLowerCase();
      return words.every((word) => text.includes(word)) ? [entry] : [];
    })
    .sort(
      (one, other) =>
        familyRank(one.family) - familyRank(other.family) || one.title.localeCompare(other.title),
    );
}

function fitOf(catalogue: Catalogue, wanted: Wanted, type: string): Fit | undefined {
  switch (wanted.kind) {
    case 'anything':
      return undefined;
    case 'target': {
      const all = fitsOfTypes(
        catalogue,
        wanted.source.type,
        type,
        (name) => name === wanted.requirement,
      );
      return all[0];
    }
    case 'source':
      return fitsOfTypes(catalogue, type, wanted.target.type)[0];
  }
}

function isBase(name: string): boolean {
  return /(^|\.)Root$/.test(name) || name.includes('.Abstract.');
}

/** `tosca.nodes.Storage.BlockStorage` is a Block storage. */
export function titleOf(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
  return last.replace(
    /([a-z0-9])([A-Z][a-z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

function familyOf(name: string): string {
  const [first = '', , third = ''] = name.split('.');
  // Profiles of others have names such as tosca.nodes.indigo.Galaxy.
  const own = first === 'tosca' && /^[a-z]/.test(third) && third !== 'network';
  return first === name ? 'this template' : own ? third : first;
}

function familyRank(family: string): number {
  const order = ['this template', 'floria', 'tosca'];
  const at = order.indexOf(family);
  return at < 0 ? order.length : at;
}

/** A name for a new node of a type that no other has: `compute`, `compute_2`. */
export function freshName(graph: Graph, type: string): string {
  const base =
    titleOf(type)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '') || 'node';
  const taken = new Set(graph.nodes.map(({ name }) => name));
  let name = base;
  for (let number = 2; taken.has(name); number++) {
    name = `${base}_${number}`;
  }
  return name;
}
