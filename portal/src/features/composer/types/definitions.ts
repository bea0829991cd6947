import type { Json } from '../document/tree';

/** The definition of a value: a property, an attribute, an input, a field of a data type. */
export type ValueDefinition = {
  readonly type: string;
  readonly description?: string | undefined;
  readonly required: boolean;
  readonly fallback?: Json | undefined;
  readonly constraints: readonly Json[];
  /** What a list or a map has. */
  readonly entry?: string | undefined;
};

export type CapabilityDefinition = {
  readonly type: string;
  readonly description?: string | undefined;
  readonly properties: Readonly<Record<string, ValueDefinition>>;
};

export type RequirementDefinition = {
  readonly name: string;
  readonly capability?: string | undefined;
  readonly node?: string | undefined;
  readonly relationship?: string | undefined;
  readonly least: number;
  /** Infinity where there may be any number. */
  readonly most: number;
};

/** A type as it is declared, without what it has from the one it derives from. */
export type Declared = {
  readonly name: string;
  readonly parent?: string | undefined;
  readonly description?: string | undefined;
  readonly properties: Readonly<Record<string, ValueDefinition>>;
  readonly attributes: Readonly<Record<string, ValueDefinition>>;
  readonly capabilities: Readonly<Record<string, CapabilityDefinition>>;
  readonly requirements: readonly RequirementDefinition[];
  /** Of a node type, as `Interface.operation`. */
  readonly operations: readonly string[];
};

export const KINDS = ['node', 'capability', 'relationship', 'data', 'policy', 'group'] as const;
export type Kind = (typeof KINDS)[number];

export type Definitions = Readonly<Record<Kind, readonly Declared[]>>;

/** What a TOSCA file declares (§5.3), read with lenience: what cannot be read is left out. */
export function definitions(file: Json): Definitions {
  const of = (kind: Kind) =>
    Object.entries(fields(fields(file)[`${kind}_types`])).map(([name, type]) =>
      declared(name, type),
    );
  return {
    node: of('node'),
    capability: of('capability'),
    relationship: of('relationship'),
    data: of('data'),
    policy: of('policy'),
    group: of('group'),
  };
}

function declared(name: string, type: Json): Declared {
  const own = fields(type);
  return {
    name,
    parent: words(own['derived_from']),
    description: words(own['description'])?.trim(),
    properties: valuesOf(own['properties']),
    attributes: valuesOf(own['attributes']),
    capabilities: Object.fromEntries(
      Object.entries(fields(own['capabilities'])).map(([key, each]) => [key, capability(each)]),
    ),
    requirements: list(own['requirements']).flatMap((item) =>
      Object.entries(fields(item)).map(([key, each]) => requirement(key, each)),
    ),
    operations: Object.entries(fields(own['interfaces'])).flatMap(([face, each]) =>
      operationsOf(face, each),
    ),
  };
}

const STANDARD = ['create', 'configure', 'start', 'stop', 'delete'];

function operationsOf(face: string, json: Json): string[] {
  const own = fields(json);
  // Before TOSCA 1.3 operations stood beside the other words of an interface.
  const named = Object.keys(
    own['operations'] === undefined
      ? Object.fromEntries(
          Object.entries(own).filter(
            ([key]) => !['type', 'inputs', 'description', 'notifications'].includes(key),
          ),
        )
      : fields(own['operations']),
  );
  const all = face === 'Standard' ? new Set([...STANDARD, ...named]) : named;
  return [...all].map((each) => `${face}.${each}`);
}

function valuesOf(json: Json | undefined): Record<string, ValueDefinition> {
  return Object.fromEntries(
    Object.entries(fields(json)).map(([name, each]) => [name, valueDefinition(each)]),
  );
}

/** The definition of a property or an input (TOSCA Simple Profile 1.3 §3.6.10). */
export function valueDefinition(json: Json): ValueDefinition {
  const own = fields(json);
  const schema = own['entry_schema'];
  return {
    type: words(own['type']) ?? 'string',
    description: words(own['description'])?.trim(),
    required: own['required'] !== false,
    fallback: own['default'],
    constraints: [
      ...list(own['constraints']),
      ...(own['validation'] === undefined ? [] : [own['validation']]),
    ],
    entry: typeof schema === 'string' ? schema : words(fields(schema)['type']),
  };
}

function capability(json: Json): CapabilityDefinition {
  if (typeof json === 'string') {
    return { type: json, properties: {} };
  }
  const own = fields(json);
  return {
    type: words(own['type']) ?? 'tosca.capabilities.Root',
    description: words(own['description'])?.trim(),
    properties: valuesOf(own['properties']),
  };
}

function requirement(name: string, json: Json): RequirementDefinition {
  if (typeof json === 'string') {
    return { name, capability: json, least: 1, most: 1 };
  }
  const own = fields(json);
  const [least, most] = list(own['occurrences'] ?? own['count_range']);
  const relationship = own['relationship'];
  return {
    name,
    capability: words(own['capability']),
    node: words(own['node']),
    relationship: words(relationship) ?? words(fields(relationship)['type']),
    least: typeof least === 'number' ? least : 1,
    most: typeof most === 'number' ? most : most === undefined ? 1 : Number.POSITIVE_INFINITY,
  };
}

function fields(json: Json | undefined): Readonly<Record<string, Json>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Readonly<Record<string, Json>>)
    : {};
}

function list(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? (json as readonly Json[]) : [];
}

function words(json: Json | undefined): string | undefined {
  return typeof json === 'string' ? json : undefined;
}
