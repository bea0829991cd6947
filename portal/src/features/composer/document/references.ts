import type { Place } from './draft';
import type { Tree } from './tree';

/** What is referred to. */
export type Named = { readonly kind: 'node' | 'input'; readonly name: string };

const OF_NODE = /^\$?get_(?:attribute|property|artifact|operation_output)$/;
const OF_INPUT = /^\$?get_input$/;

/** The places of a template's words that mean a node or an input, its own key left out. */
export function references(template: Tree, named: Named): readonly Place[] {
  const found: Place[] = [];
  const add = (place: Place, tree: Tree | undefined) => {
    if (tree?.kind === 'scalar' && tree.text === named.name) {
      found.push(place);
    }
  };
  inCalls(template, [], named.kind === 'node' ? OF_NODE : OF_INPUT, add);
  if (named.kind === 'node') {
    inStructure(template, add);
  }
  return found;
}

type Add = (place: Place, tree: Tree | undefined) => void;

/** The first argument of functions, at any depth. */
function inCalls(tree: Tree, place: Place, call: RegExp, add: Add): void {
  if (tree.kind === 'list') {
    tree.items.forEach((item, index) => inCalls(item, [...place, String(index)], call, add));
  } else if (tree.kind === 'map') {
    for (const [key, value] of tree.entries) {
      if (call.test(key) && tree.entries.length === 1) {
        add([...place, key], value);
        add([...place, key, '0'], value.kind === 'list' ? value.items[0] : undefined);
      }
      inCalls(value, [...place, key], call, add);
    }
  }
}

/** Where the grammar has a node's name: requirements, groups, policies, substitution, workflows. */
function inStructure(template: Tree, add: Add): void {
  for (const [name, node] of entries(get(template, 'node_templates'))) {
    items(get(node, 'requirements')).forEach((item, index) => {
      for (const [requirement, value] of entries(item)) {
        const place = ['node_templates', name, 'requirements', String(index), requirement];
        add(place, value);
        add([...place, 'node'], get(value, 'node'));
      }
    });
  }
  for (const [place, group] of named(template, 'groups')) {
    list([...place, 'members'], get(group, 'members'), add);
  }
  for (const [place, policy] of named(template, 'policies')) {
    list([...place, 'targets'], get(policy, 'targets'), add);
  }
  for (const part of ['capabilities', 'requirements']) {
    for (const [name, value] of entries(get(get(template, 'substitution_mappings'), part))) {
      add(['substitution_mappings', part, name, '0'], items(value)[0]);
    }
  }
  for (const [name, workflow] of entries(get(template, 'workflows'))) {
    for (const [step, value] of entries(get(workflow, 'steps'))) {
      add(['workflows', name, 'steps', step, 'target'], get(value, 'target'));
    }
  }
}

/** The groups or policies with their places: a map, or a list of maps. */
function named(template: Tree, part: string): (readonly [Place, Tree])[] {
  const tree = get(template, part);
  return tree?.kind === 'list'
    ? tree.items.flatMap((item, index) =>
        entries(item).map(([name, value]) => [[part, String(index), name], value] as const),
      )
    : entries(tree).map(([name, value]) => [[part, name], value] as const);
}

function list(place: Place, tree: Tree | undefined, add: Add): void {
  items(tree).forEach((item, index) => add([...place, String(index)], item));
}

function entries(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.kind === 'map' ? tree.entries : [];
}

function items(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

function get(tree: Tree | undefined, key: string): Tree | undefined {
  return entries(tree).find(([name]) => name === key)?.[1];
}
