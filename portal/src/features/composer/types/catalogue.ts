import {
  type CapabilityDefinition,
  type Declared,
  type Definitions,
  type Kind,
  type RequirementDefinition,
  type ValueDefinition,
} from './definitions';

/** A type with all that it has from those it derives from. */
export type Type = Declared & {
  /** From itself to the root. */
  readonly line: readonly string[];
};

const FAMILIES: Readonly<Record<Kind, string>> = {
  node: 'tosca.nodes.',
  capability: 'tosca.capabilities.',
  relationship: 'tosca.relationships.',
  data: 'tosca.datatypes.',
  policy: 'tosca.policies.',
  group: 'tosca.groups.',
};

/** All types that a template may use. Later definitions of a name take the place of earlier ones. */
export class Catalogue {
  private readonly declared: Readonly<Record<Kind, ReadonlyMap<string, Declared>>>;
  private readonly known = new Map<string, Type | undefined>();

  constructor(files: readonly Definitions[]) {
    const gather = (kind: Kind) =>
      new Map(files.flatMap((file) => file[kind].map((type) => [type.name, type] as const)));
    this.declared = {
      node: gather('node'),
      capability: gather('capability'),
      relationship: gather('relationship'),
      data: gather('data'),
      policy: gather('policy'),
      group: gather('group'),
    };
  }

  names(kind: Kind): readonly string[] {
    return [...this.declared[kind].keys()];
  }

  /** A type by its name, or by the short or prefixed name that the standard allows for it. */
  find(kind: Kind, name: string): Type | undefined {
    const key = `${kind} ${name}`;
    if (!this.known.has(key)) {
      this.known.set(key, this.resolve(kind, name, new Set()));
    }
    return this.known.get(key);
  }

  /** Whether a type is another one or derives from it. */
  isA(kind: Kind, name: string | undefined, base: string): boolean {
    const type = name === undefined ? undefined : this.find(kind, name);
    const wanted = this.find(kind, base)?.name ?? base;
    return type?.line.includes(wanted) ?? name === base;
  }

  private resolve(kind: Kind, name: string, seen: Set<string>): Type | undefined {
    const own = this.lookUp(kind, name);
    if (own === undefined || seen.has(own.name)) {
      return undefined;
    }
    seen.add(own.name);
    const parent = own.parent === undefined ? undefined : this.resolve(kind, own.parent, seen);
    if (parent === undefined) {
      return { ...own, line: own.parent === undefined ? [own.name] : [own.name, own.parent] };
    }
    return {
      ...own,
      description: own.description ?? parent.description,
      properties: refined(parent.properties, own.properties),
      attributes: { ...parent.attributes, ...own.attributes },
      capabilities: capabilities(parent.capabilities, own.capabilities),
      requirements: requirements(parent.requirements, own.requirements),
      operations: [...new Set([...parent.operations, ...own.operations])],
      line: [own.name, ...parent.line],
    };
  }

  private lookUp(kind: Kind, name: string): Declared | undefined {
    const all = this.declared[kind];
    const bare = name.slice(name.indexOf(':') + 1);
    return all.get(name) ?? all.get(FAMILIES[kind] + bare) ?? all.get(bare);
  }
}

function refined(
  parent: Readonly<Record<string, ValueDefinition>>,
  own: Readonly<Record<string, ValueDefinition>>,
): Record<string, ValueDefinition> {
  const all: Record<string, ValueDefinition> = { ...parent };
  for (const [name, definition] of Object.entries(own)) {
    const above = parent[name];
    all[name] = {
      ...definition,
      description: definition.description ?? above?.description,
      entry: definition.entry ?? above?.entry,
      constraints: [...(above?.constraints ?? []), ...definition.constraints],
    };
  }
  return all;
}

function capabilities(
  parent: Readonly<Record<string, CapabilityDefinition>>,
  own: Readonly<Record<string, CapabilityDefinition>>,
): Record<string, CapabilityDefinition> {
  const all: Record<string, CapabilityDefinition> = { ...parent };
  for (const [name, definition] of Object.entries(own)) {
    const properties = refined(parent[name]?.properties ?? {}, definition.properties);
    all[name] = { ...definition, properties };
  }
  return all;
}

function requirements(
  parent: readonly RequirementDefinition[],
  own: readonly RequirementDefinition[],
): RequirementDefinition[] {
  const again = new Map(own.map((each) => [each.name, each]));
  const kept = parent.map((above) => {
    const next = again.get(above.name);
    return next === undefined
      ? above
      : {
          ...above,
          ...next,
          capability: next.capability ?? above.capability,
          node: next.node ?? above.node,
          relationship: next.relationship ?? above.relationship,
        };
  });
  const names = new Set(parent.map(({ name }) => name));
  return [...kept, ...own.filter(({ name }) => !names.has(name))];
}
