import type { Draft, Edit, Place } from './draft';
import { EditRefused } from './draft';
import { references } from './references';
import { isNull, list, map, ofJson, text, type Json, type Tree } from './tree';

/** Where a value stands: the node or other thing, and the names that lead to the value in it. */
export type Owner =
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'policy'; readonly name: string }
  | { readonly kind: 'group'; readonly name: string };

/** What follows a step: when it has succeeded, or when it has failed. */
export type StepEdge = 'on_success' | 'on_failure';

/** What can be done on the canvas. Each is a list of changes of the text, see {@link edits}. */
export type Operation =
  | {
      readonly kind: 'add-node';
      readonly name: string;
      readonly type: string;
      readonly host?: string;
      /** The requirement by which it is on its host; `host` if nothing is said. */
      readonly by?: string;
    }
  | { readonly kind: 'paste'; readonly nodes: readonly (readonly [string, Tree])[] }
  | { readonly kind: 'delete-nodes'; readonly names: readonly string[] }
  | { readonly kind: 'rename-node'; readonly from: string; readonly to: string }
  | { readonly kind: 'set-type'; readonly node: string; readonly type: string }
  | {
      readonly kind: 'connect';
      readonly node: string;
      readonly requirement: string;
      readonly target: string;
      readonly capability?: string;
    }
  | { readonly kind: 'disconnect'; readonly node: string; readonly index: number }
  | {
      readonly kind: 'move-to-host';
      readonly node: string;
      readonly host: string | undefined;
      readonly by?: string;
    }
  | {
      readonly kind: 'set-value';
      readonly owner: Owner;
      /** Such as `["properties", "port"]` or `["capabilities", "host", "properties", "num_cpus"]`. */
      readonly path: Place;
      /** Without a value the entry goes away, and mappings that are empty then. */
      readonly value: Tree | undefined;
    }
  | { readonly kind: 'set-input'; readonly name: string; readonly definition: Tree | undefined }
  | { readonly kind: 'rename-input'; readonly from: string; readonly to: string }
  | { readonly kind: 'set-output'; readonly name: string; readonly definition: Tree | undefined }
  | { readonly kind: 'rename-output'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'extract-input';
      readonly owner: Owner;
      readonly path: Place;
      readonly input: string;
      readonly type: string;
    }
  | {
      readonly kind: 'set-group';
      readonly name: string;
      readonly type: string;
      readonly members: readonly string[];
    }
  | { readonly kind: 'delete-group'; readonly name: string }
  | {
      readonly kind: 'set-policy';
      readonly name: string;
      readonly type: string;
      readonly targets: readonly string[];
    }
  | { readonly kind: 'delete-policy'; readonly name: string }
  | {
      /** A workflow, the substitution, or something in them; what is left empty goes too. */
      readonly kind: 'set-part';
      readonly part: 'workflows' | 'substitution_mappings';
      readonly path: Place;
      readonly value: Tree | undefined;
    }
  | {
      readonly kind: 'connect-steps';
      readonly workflow: string;
      readonly from: string;
      readonly to: string;
      readonly by: StepEdge;
    }
  | {
      readonly kind: 'disconnect-steps';
      readonly workflow: string;
      readonly from: string;
      readonly to: string;
      readonly by: StepEdge;
    }
  | {
      readonly kind: 'rename-step';
      readonly workflow: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'delete-step'; readonly workflow: string; readonly step: string }
  | { readonly kind: 'add-import'; readonly profile: string }
  | { readonly kind: 'set-description'; readonly text: string };

/** The text after an operation. */
export function perform(draft: Draft, operation: Operation): Draft {
  return draft.applyAll(edits(draft, operation));
}

/** What an operation changes; fails with {@link EditRefused} where it cannot be. */
export function edits(draft: Draft, operation: Operation): readonly Edit[] {
  const at = new Template(draft);
  switch (operation.kind) {
    case 'add-node':
      return addNode(at, operation);
    case 'paste':
      return operation.nodes.map(([name, value]) => set(at.fresh('node_templates', name), value));
    case 'delete-nodes':
      return deleteNodes(at, operation.names);
    case 'rename-node':
      return renameNode(at, operation.from, operation.to);
    case 'set-type':
      return [set([...at.node(operation.node), 'type'], text(operation.type))];
    case 'connect':
      return [connect(at, operation)];
    case 'disconnect':
      return [removeItem(at, operation.node, operation.index)];
    case 'move-to-host':
      return moveToHost(at, operation.node, operation.by ?? 'host', operation.host);
    case 'set-value':
      return setValue(at, at.owner(operation.owner), operation.path, operation.value);
    case 'set-input':
      return setDefinition(at, 'inputs', operation.name, operation.definition);
    case 'set-output':
      return setDefinition(at, 'outputs', operation.name, operation.definition);
    case 'rename-input':
      return renameInput(at, operation.from, operation.to);
    case 'rename-output':
      return [{ kind: 'rename', place: at.known('outputs', operation.from), key: operation.to }];
    case 'extract-input':
      return extractInput(at, operation);
    case 'set-group':
      return setList(at, 'groups', 'members', operation.name, operation.type, operation.members);
    case 'set-policy':
      return setList(at, 'policies', 'targets', operation.name, operation.type, operation.targets);
    case 'delete-group':
      return [removeNamed(at, 'groups', operation.name)];
    case 'delete-policy':
      return [removeNamed(at, 'policies', operation.name)];
    case 'set-part':
      return setPart(at, operation.part, operation.path, operation.value);
    case 'connect-steps':
      return connectSteps(at, operation);
    case 'disconnect-steps':
      return disconnectSteps(at, operation.workflow, operation.from, operation.to, [operation.by]);
    case 'rename-step':
      return renameStep(at, operation);
    case 'delete-step':
      return deleteStep(at, operation.workflow, operation.step);
    case 'add-import':
      return addImport(draft, operation.profile);
    case 'set-description':
      return [set(['description'], text(operation.text))];
  }
}

/** Where things are in a template of either generation. */
class Template {
  readonly section: string;

  constructor(readonly draft: Draft) {
    const named = ['service_template', 'topology_template'].find((name) => draft.has([name]));
    const version = draft.at(['tosca_definitions_version']);
    const second = version?.kind === 'scalar' && version.text === 'tosca_2_0';
    this.section = named ?? (second ? 'service_template' : 'topology_template');
  }

  of(...place: string[]): Place {
    return [this.section, ...place];
  }

  known(part: string, name: string): Place {
    const place = this.of(part, name);
    if (!this.draft.has(place)) {
      throw new EditRefused(`there is no '${name}' in ${part}`);
    }
    return place;
  }

  fresh(part: string, name: string): Place {
    const place = this.of(part, name);
    if (name === '') {
      throw new EditRefused('a name is missing');
    }
    if (this.draft.has(place)) {
      throw new EditRefused(`there is a '${name}' already`);
    }
    return place;
  }

  node(name: string): Place {
    return this.known('node_templates', name);
  }

  owner(owner: Owner): Place {
    switch (owner.kind) {
      case 'node':
        return this.node(owner.name);
      case 'group':
        return this.named('groups', owner.name);
      case 'policy':
        return this.named('policies', owner.name);
    }
  }

  entries(...place: string[]): readonly (readonly [string, Tree])[] {
    const tree = this.draft.at(this.of(...place));
    return tree?.kind === 'map' ? tree.entries : [];
  }

  /** The place of a group or a policy: policies are a list of maps of one key each, or a map. */
  named(part: string, name: string): Place {
    const tree = this.draft.at(this.of(part));
    if (tree?.kind === 'list') {
      const index = tree.items.findIndex(
        (item) => item.kind === 'map' && item.entries[0]?.[0] === name,
      );
      if (index >= 0) {
        return this.of(part, String(index), name);
      }
    }
    return this.known(part, name);
  }

  requirements(node: string): readonly Requirement[] {
    const tree = this.draft.at(this.of('node_templates', node, 'requirements'));
    const items = tree?.kind === 'list' ? tree.items : [];
    return items.map((item, index) => requirement(item, index));
  }
}

/** An item of a node's requirements as far as it matters here. */
type Requirement = { index: number; name: string; target: string | undefined; short: boolean };

function requirement(item: Tree, index: number): Requirement {
  const [name, value] = (item.kind === 'map' ? item.entries[0] : undefined) ?? ['', map()];
  if (value.kind === 'scalar') {
    return { index, name, target: isNull(value) ? undefined : value.text, short: true };
  }
  const node =
    value.kind === 'map' ? value.entries.find(([key]) => key === 'node')?.[1] : undefined;
  return { index, name, target: node?.kind === 'scalar' ? node.text : undefined, short: false };
}

function set(place: Place, value: Tree): Edit {
  return { kind: 'set', place, value };
}

function addNode(
  at: Template,
  { name, type, host, by }: Extract<Operation, { kind: 'add-node' }>,
): Edit[] {
  const entries: (readonly [string, Tree])[] = [['type', text(type)]];
  if (host !== undefined) {
    entries.push(['requirements', list(map([by ?? 'host', text(host)]))]);
  }
  return [set(at.fresh('node_templates', name), map(...entries))];
}

function deleteNodes(at: Template, names: readonly string[]): Edit[] {
  const gone = new Set(names);
  const edits: Edit[] = [];
  for (const [node] of at.entries('node_templates')) {
    if (!gone.has(node)) {
      const items = at.requirements(node);
      const dead = items.filter((item) => item.target !== undefined && gone.has(item.target));
      if (items.length > 0 && dead.length === items.length) {
        edits.push({ kind: 'remove', place: at.of('node_templates', node, 'requirements') });
      } else {
        dead.reverse().forEach((item) => edits.push(removeItem(at, node, item.index)));
      }
    }
  }
  edits.push(
    ...leaveLists(at, 'groups', 'members', gone),
    ...leaveLists(at, 'policies', 'targets', gone),
  );
  names.forEach((name) => edits.push({ kind: 'remove', place: at.node(name) }));
  return edits;
}

/** Takes nodes out of the members of groups, or the targets of policies. */
function leaveLists(at: Template, part: string, key: string, gone: ReadonlySet<string>): Edit[] {
  return listed(at, part).flatMap((name) => {
    const place = [...at.named(part, name), key];
    const tree = at.draft.at(place);
    const items = tree?.kind === 'list' ? tree.items : [];
    return items
      .map((item, index) => ({ item, index }))
      .filter(({ item }) => item.kind === 'scalar' && gone.has(item.text))
      .reverse()
      .map(({ index }): Edit => ({ kind: 'remove', place: [...place, String(index)] }));
  });
}

function listed(at: Template, part: string): string[] {
  const tree = at.draft.at(at.of(part));
  const maps = tree?.kind === 'list' ? tree.items : tree === undefined ? [] : [tree];
  return maps.flatMap((one) => (one.kind === 'map' ? one.entries.map(([name]) => name) : []));
}

function renameNode(at: Template, from: string, to: string): Edit[] {
  const place = at.node(from);
  at.fresh('node_templates', to);
  const content = at.draft.at([at.section]);
  const words = content === undefined ? [] : references(content, { kind: 'node', name: from });
  // The key comes last: the places of the others lead through it.
  return [
    ...words.map((word) => set([at.section, ...word], text(to))),
    { kind: 'rename', place, key: to },
  ];
}

function renameInput(at: Template, from: string, to: string): Edit[] {
  const place = at.known('inputs', from);
  at.fresh('inputs', to);
  const content = at.draft.at([at.section]);
  const words = content === undefined ? [] : references(content, { kind: 'input', name: from });
  return [
    ...words.map((word) => set([at.section, ...word], text(to))),
    { kind: 'rename', place, key: to },
  ];
}

function connect(
  at: Template,
  { node, requirement: name, target, capability }: Extract<Operation, { kind: 'connect' }>,
): Edit {
  at.node(target);
  const items = at.requirements(node);
  const value =
    capability === undefined
      ? text(target)
      : map(['node', text(target)], ['capability', text(capability)]);
  if (items.some((item) => item.name === name && item.target === target)) {
    throw new EditRefused(`'${node}' has '${target}' as its ${name} already`);
  }
  const open = items.find((item) => item.name === name && item.target === undefined);
  if (open !== undefined) {
    const item = [...at.node(node), 'requirements', String(open.index), name];
    return open.short ? set(item, value) : set([...item, 'node'], text(target));
  }
  return append(at, node, items.length, map([name, value]));
}

function append(at: Template, node: string, count: number, item: Tree): Edit {
  const place = [...at.node(node), 'requirements'];
  return count === 0 ? set(place, list(item)) : set([...place, String(count)], item);
}

function removeItem(at: Template, node: string, index: number): Edit {
  const place = [...at.node(node), 'requirements'];
  const alone = at.requirements(node).length === 1;
  return { kind: 'remove', place: alone ? place : [...place, String(index)] };
}

function moveToHost(at: Template, node: string, by: string, host: string | undefined): Edit[] {
  const item = at.requirements(node).find(({ name }) => name === by);
  if (host === undefined) {
    return item === undefined ? [] : [removeItem(at, node, item.index)];
  }
  at.node(host);
  if (isOn(at, host, node, by)) {
    throw new EditRefused(`'${host}' is itself on '${node}'`);
  }
  if (item === undefined) {
    return [append(at, node, at.requirements(node).length, map([by, text(host)]))];
  }
  const place = [...at.node(node), 'requirements', String(item.index), by];
  return [set(item.short ? place : [...place, 'node'], text(host))];
}

/** Whether a node is, by steps of a requirement, on another one, or is that one. */
function isOn(at: Template, node: string, other: string, by: string): boolean {
  const seen = new Set<string>();
  let one: string | undefined = node;
  while (one !== undefined && !seen.has(one)) {
    if (one === other) {
      return true;
    }
    seen.add(one);
    one = at.requirements(one).find(({ name }) => name === by)?.target;
  }
  return false;
}

function setValue(at: Template, owner: Place, path: Place, value: Tree | undefined): Edit[] {
  const place = [...owner, ...path];
  if (value !== undefined) {
    return [set(place, value)];
  }
  if (!at.draft.has(place)) {
    return [];
  }
  // A mapping that would be left empty goes too, but never what owns it.
  let above = place;
  while (above.length - 1 > owner.length && size(at.draft.at(above.slice(0, -1))) === 1) {
    above = above.slice(0, -1);
  }
  return [{ kind: 'remove', place: above }];
}

function size(tree: Tree | undefined): number {
  return tree?.kind === 'map' ? tree.entries.length : tree?.kind === 'list' ? tree.items.length : 0;
}

function setDefinition(at: Template, part: string, name: string, value: Tree | undefined): Edit[] {
  if (value !== undefined) {
    return [set(at.of(part, name), value)];
  }
  at.known(part, name);
  const alone = at.entries(part).length === 1;
  return [{ kind: 'remove', place: alone ? at.of(part) : at.of(part, name) }];
}

function extractInput(
  at: Template,
  { owner, path, input, type }: Extract<Operation, { kind: 'extract-input' }>,
): Edit[] {
  const place = [...at.owner(owner), ...path];
  const value = at.draft.at(place);
  const entries: (readonly [string, Tree])[] = [['type', text(type)]];
  if (value !== undefined) {
    entries.push(['default', value]);
  }
  return [
    set(at.fresh('inputs', input), map(...entries)),
    set(place, map(['get_input', text(input)])),
  ];
}

function setList(
  at: Template,
  part: string,
  key: string,
  name: string,
  type: string,
  names: readonly string[],
): Edit[] {
  names.forEach((node) => at.node(node));
  const members = list(...names.map(text));
  if (listed(at, part).includes(name)) {
    return [set([...at.named(part, name), key], members)];
  }
  const value = map(['type', text(type)], [key, members]);
  const there = at.draft.at(at.of(part));
  if (part === 'policies' && there?.kind !== 'map') {
    const count = there?.kind === 'list' ? there.items.length : 0;
    return [
      count === 0
        ? set(at.of(part), list(map([name, value])))
        : set(at.of(part, String(count)), map([name, value])),
    ];
  }
  return [set(at.of(part, name), value)];
}

function setPart(at: Template, part: string, path: Place, value: Tree | undefined): Edit[] {
  const place = at.of(part, ...path);
  if (value !== undefined) {
    return [set(place, value)];
  }
  if (!at.draft.has(place)) {
    return [];
  }
  let above: Place = place;
  while (above.length > 2 && size(at.draft.at(above.slice(0, -1))) === 1) {
    above = above.slice(0, -1);
  }
  return [{ kind: 'remove', place: above }];
}

const STEP_EDGES = ['on_success', 'on_failure'] as const;

function stepPlace(at: Template, workflow: string, step: string): string[] {
  const place = at.of('workflows', workflow, 'steps', step);
  if (!at.draft.has(place)) {
    throw new EditRefused(`the workflow '${workflow}' has no step '${step}'`);
  }
  return [...place];
}

/** The names behind an edge: TOSCA has a list of them; a word alone is read as one. */
function following(at: Template, place: Place): readonly string[] {
  const tree = at.draft.at(place);
  const items = tree?.kind === 'list' ? tree.items : tree === undefined ? [] : [tree];
  return items.flatMap((item) => (item.kind === 'scalar' && !isNull(item) ? [item.text] : []));
}

function connectSteps(
  at: Template,
  { workflow, from, to, by }: Extract<Operation, { kind: 'connect-steps' }>,
): Edit[] {
  stepPlace(at, workflow, to);
  const place = [...stepPlace(at, workflow, from), by];
  const before = following(at, place);
  if (before.includes(to)) {
    throw new EditRefused(`'${from}' leads to '${to}' already`);
  }
  if (from === to || leadsTo(at, workflow, to, from)) {
    throw new EditRefused(`'${to}' leads to '${from}': steps that lead back are refused`);
  }
  return at.draft.at(place)?.kind === 'list' && before.length > 0
    ? [set([...place, String(before.length)], text(to))]
    : [set(place, list(...[...before, to].map(text)))];
}

/** The item of a list goes with the name in it, and a section with its last entry. */
function removeNamed(at: Template, part: string, name: string): Edit {
  const place = at.named(part, name);
  const alone = listed(at, part).length === 1;
  return { kind: 'remove', place: alone ? at.of(part) : place.slice(0, 3) };
}

function leadsTo(at: Template, workflow: string, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const place = at.of('workflows', workflow, 'steps', step);
    const next = STEP_EDGES.flatMap((edge) => following(at, [...place, edge]));
    if (next.includes(to)) {
      return true;
    }
    open.push(...next.filter((each) => !seen.has(each)));
    next.forEach((each) => seen.add(each));
  }
  return false;
}

function disconnectSteps(
  at: Template,
  workflow: string,
  from: string,
  to: string,
  by: readonly StepEdge[],
): Edit[] {
  return by.flatMap((edge): Edit[] => {
    const place = [...stepPlace(at, workflow, from), edge];
    const names = following(at, place);
    const index = names.indexOf(to);
    if (index < 0) {
      return [];
    }
    return [{ kind: 'remove', place: names.length === 1 ? place : [...place, String(index)] }];
  });
}

function renameStep(
  at: Template,
  { workflow, from, to }: Extract<Operation, { kind: 'rename-step' }>,
): Edit[] {
  const place = stepPlace(at, workflow, from);
  if (to === '' || at.draft.has(at.of('workflows', workflow, 'steps', to))) {
    throw new EditRefused(to === '' ? 'a name is missing' : `there is a '${to}' already`);
  }
  const words = at.entries('workflows', workflow, 'steps').flatMap(([step]) =>
    STEP_EDGES.flatMap((edge) => {
      const list = [...stepPlace(at, workflow, step), edge];
      const index = following(at, list).indexOf(from);
      const alone = at.draft.at(list)?.kind === 'scalar';
      return index < 0 ? [] : [set(alone ? list : [...list, String(index)], text(to))];
    }),
  );
  return [...words, { kind: 'rename', place, key: to }];
}

function deleteStep(at: Template, workflow: string, step: string): Edit[] {
  stepPlace(at, workflow, step);
  const others = at.entries('workflows', workflow, 'steps').filter(([name]) => name !== step);
  return [
    ...others.flatMap(([name]) => disconnectSteps(at, workflow, name, step, STEP_EDGES)),
    // A workflow without steps is none.
    ...setPart(
      at,
      'workflows',
      others.length === 0 ? [workflow] : [workflow, 'steps', step],
      undefined,
    ),
  ];
}

function addImport(draft: Draft, profile: string): Edit[] {
  const imports = draft.at(['imports']);
  const items = imports?.kind === 'list' ? imports.items : [];
  if (items.some((item) => JSON.stringify(item).includes(JSON.stringify(profile)))) {
    return [];
  }
  const version = draft.at(['tosca_definitions_version']);
  const second = version?.kind === 'scalar' && version.text === 'tosca_2_0';
  // A word alone is an address in TOSCA 2.0 (§6.8.2).
  const item = second ? map(['profile', text(profile)]) : text(profile);
  return [
    items.length === 0
      ? set(['imports'], list(item))
      : set(['imports', String(items.length)], item),
  ];
}

/** A value as an operation takes it. */
export function value(json: Json): Tree {
  return ofJson(json);
}
