import { isMap, isScalar, type Pair } from 'yaml';
import { Draft, EditRefused } from '../document/draft';
import { keyOf, ofNode, toJson, type Json, type Tree } from '../document/tree';

/** An item of a node's requirements. */
export type GraphRequirement = {
  readonly index: number;
  readonly name: string;
  readonly target: string | undefined;
  readonly capability: string | undefined;
};

export type GraphNode = {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly requirements: readonly GraphRequirement[];
  readonly properties: Readonly<Record<string, Json>>;
  readonly capabilities: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** As they are written: what the node says itself about its operations. */
  readonly interfaces: Json;
  /** Where its key stands in the text. */
  readonly start: number;
};

export type Bundle = {
  readonly name: string;
  readonly type: string;
  readonly nodes: readonly string[];
  readonly properties: Readonly<Record<string, Json>>;
};

export type Named = { readonly name: string; readonly definition: Json };

/** A step of a workflow, with what it does in words and what follows it. */
export type WorkflowStep = {
  readonly name: string;
  readonly target: string;
  readonly activities: readonly Json[];
  readonly onSuccess: readonly string[];
  readonly onFailure: readonly string[];
};

export type Workflow = { readonly name: string; readonly steps: readonly WorkflowStep[] };

/** What stands in for a node type: which requirement or capability of it is that of which node. */
export type Substitution = {
  readonly type: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly capabilities: Readonly<Record<string, readonly string[]>>;
  readonly requirements: Readonly<Record<string, readonly string[]>>;
};

/** A template as the canvas shows it. */
export type Graph = {
  readonly version: string;
  readonly description: string;
  readonly imports: readonly Json[];
  readonly nodes: readonly GraphNode[];
  readonly groups: readonly Bundle[];
  readonly policies: readonly Bundle[];
  readonly inputs: readonly Named[];
  readonly outputs: readonly Named[];
  readonly workflows: readonly Workflow[];
  readonly substitution: Substitution | undefined;
  /** The whole text as values: what it declares itself is read from here. */
  readonly file: Json;
};

/** A text as it was understood, or where it was not. */
export type Reading =
  | { readonly kind: 'read'; readonly graph: Graph; readonly draft: Draft }
  | { readonly kind: 'broken'; readonly message: string; readonly line: number };

export const NOTHING: Graph = {
  version: '',
  description: '',
  imports: [],
  nodes: [],
  groups: [],
  policies: [],
  inputs: [],
  outputs: [],
  workflows: [],
  substitution: undefined,
  file: {},
};

/** Reads a text. What is no template in it is left out; only what is no YAML is broken. */
export function read(text: string): Reading {
  try {
    const draft = Draft.of(text);
    return { kind: 'read', graph: graphOf(draft), draft };
  } catch (refusal) {
    if (refusal instanceof EditRefused) {
      return { kind: 'broken', message: refusal.message, line: refusal.line ?? 1 };
    }
    throw refusal;
  }
}

function graphOf(draft: Draft): Graph {
  const root = draft.document.contents;
  const file: Json = root === null ? {} : toJson(ofNode(root, draft.document));
  const all = fields(file);
  const section =
    ['service_template', 'topology_template'].find((name) => name in all) ?? 'topology_template';
  const template = fields(all[section]);
  const starts = nodeStarts(draft, section);
  return {
    version: words(all['tosca_definitions_version']),
    description: words(all['description']),
    imports: items(all['imports']),
    nodes: Object.entries(fields(template['node_templates'])).map(([name, node]) =>
      graphNode(name, node, starts.get(name) ?? 0),
    ),
    groups: bundles(template['groups'], 'members'),
    policies: bundles(template['policies'], 'targets'),
    inputs: namedOf(template['inputs']),
    outputs: namedOf(template['outputs']),
    workflows: namedOf(template['workflows']).map(workflow),
    substitution: substitutionOf(template['substitution_mappings']),
    file,
  };
}

function nodeStarts(draft: Draft, section: string): Map<string, number> {
  const part: unknown = draft.document.getIn([section, 'node_templates'], true);
  const pairs: readonly Pair[] = isMap(part) ? part.items : [];
  return new Map(
    pairs.map(({ key }) => [keyOf(key), isScalar(key) ? (key.range?.[0] ?? 0) : 0] as const),
  );
}

function graphNode(name: string, json: Json, start: number): GraphNode {
  const own = fields(json);
  return {
    name,
    type: words(own['type']),
    description: words(own['description']),
    requirements: items(own['requirements']).map(requirement),
    properties: fields(own['properties']),
    capabilities: Object.fromEntries(
      Object.entries(fields(own['capabilities'])).map(([key, each]) => [
        key,
        fields(fields(each)['properties']),
      ]),
    ),
    interfaces: own['interfaces'] ?? {},
    start,
  };
}

function requirement(json: Json, index: number): GraphRequirement {
  const [name, value] = Object.entries(fields(json))[0] ?? ['', null];
  const own = fields(value);
  const target = typeof value === 'object' ? own['node'] : value;
  return {
    index,
    name,
    target: target === undefined || target === null ? undefined : String(target),
    capability: typeof own['capability'] === 'string' ? own['capability'] : undefined,
  };
}

function bundles(json: Json | undefined, key: string): Bundle[] {
  const maps = Array.isArray(json) ? items(json) : [json ?? {}];
  return maps.flatMap((one) =>
    Object.entries(fields(one)).map(([name, value]) => ({
      name,
      type: words(fields(value)['type']),
      nodes: items(fields(value)[key]).map(String),
      properties: fields(fields(value)['properties']),
    })),
  );
}

function workflow({ name, definition }: Named): Workflow {
  return {
    name,
    steps: Object.entries(fields(fields(definition)['steps'])).map(([step, json]) => {
      const own = fields(json);
      return {
        name: step,
        target: words(own['target']),
        activities: items(own['activities']),
        onSuccess: names(own['on_success']),
        onFailure: names(own['on_failure']),
      };
    }),
  };
}

function substitutionOf(json: Json | undefined): Substitution | undefined {
  if (json === undefined || json === null) {
    return undefined;
  }
  const own = fields(json);
  return {
    type: words(own['node_type']),
    properties: Object.fromEntries(
      Object.entries(fields(own['properties'])).map(([name, value]) => [
        name,
        names(value).join(' / '),
      ]),
    ),
    capabilities: mapping(own['capabilities']),
    requirements: mapping(own['requirements']),
  };
}

/** Of TOSCA 2.0's list of maps, and of the map that the Simple Profile has. */
function mapping(json: Json | undefined): Readonly<Record<string, readonly string[]>> {
  const maps = Array.isArray(json) ? items(json) : [json ?? {}];
  return Object.fromEntries(
    maps.flatMap((one) => Object.entries(fields(one)).map(([name, value]) => [name, names(value)])),
  );
}

function names(json: Json | undefined): readonly string[] {
  return Array.isArray(json)
    ? items(json).map(String)
    : typeof json === 'string'
      ? [json]
      : Object.keys(fields(json)).length > 0
        ? names(fields(json)['mapping'])
        : [];
}

function namedOf(json: Json | undefined): Named[] {
  return Object.entries(fields(json)).map(([name, definition]) => ({ name, definition }));
}

/** The entries of a mapping; none of anything else. */
export function fields(json: Json | undefined): Readonly<Record<string, Json>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Readonly<Record<string, Json>>)
    : {};
}

function items(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? (json as readonly Json[]) : [];
}

function words(json: Json | undefined): string {
  return typeof json === 'string' ? json.trim() : '';
}

/** The text of some nodes, as they are pasted: with names of their own that lead to each other. */
export function copies(
  draft: Draft,
  graph: Graph,
  names: readonly string[],
): readonly (readonly [string, Tree])[] {
  const section = draft.has(['service_template']) ? 'service_template' : 'topology_template';
  const taken = new Set(graph.nodes.map(({ name }) => name));
  const fresh = new Map<string, string>();
  for (const name of names) {
    const base = name.replace(/_\d+$/, '');
    let next = 2;
    while (taken.has(`${base}_${next}`)) {
      next++;
    }
    taken.add(`${base}_${next}`);
    fresh.set(name, `${base}_${next}`);
  }
  return names.flatMap((name) => {
    const tree = draft.at([section, 'node_templates', name]);
    return tree === undefined ? [] : [[fresh.get(name) ?? name, renamed(tree, fresh)] as const];
  });
}

/** Requirements among what is copied lead to the copies, those to others stay. */
function renamed(node: Tree, fresh: ReadonlyMap<string, string>): Tree {
  const word = (tree: Tree): Tree =>
    tree.kind === 'scalar' ? { ...tree, text: fresh.get(tree.text) ?? tree.text } : tree;
  const target = (tree: Tree): Tree =>
    tree.kind === 'map'
      ? {
          ...tree,
          entries: tree.entries.map(([key, value]) => [key, key === 'node' ? word(value) : value]),
        }
      : word(tree);
  const item = (tree: Tree): Tree =>
    tree.kind === 'map'
      ? { ...tree, entries: tree.entries.map(([key, value]) => [key, target(value)]) }
      : tree;
  return node.kind !== 'map'
    ? node
    : {
        ...node,
        entries: node.entries.map(([key, value]) =>
          key === 'requirements' && value.kind === 'list'
            ? [key, { ...value, items: value.items.map(item) }]
            : [key, value],
        ),
      };
}
