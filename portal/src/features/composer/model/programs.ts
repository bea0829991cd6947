import type { Operation } from '../document/operations';
import { map, ofJson, text, type Json, type Tree } from '../document/tree';
import { fields, type GraphNode } from './graph';

/** What a node runs for an operation: a file of the template, and what it is told. */
export type Program = {
  /** As `Interface.operation`. */
  readonly operation: string;
  readonly file: string;
  readonly inputs: Readonly<Record<string, Json>>;
};

const NO_OPERATION = new Set(['type', 'inputs', 'description', 'notifications']);

/** The programs that a node template has itself (TOSCA Simple Profile 1.3 §3.6.17). */
export function programsOf(node: GraphNode): readonly Program[] {
  return Object.entries(fields(node.interfaces)).flatMap(([face, json]) => {
    const own = fields(json);
    const operations =
      own['operations'] === undefined
        ? Object.entries(own).filter(([key]) => !NO_OPERATION.has(key))
        : Object.entries(fields(own['operations']));
    return operations.flatMap(([name, each]) => {
      const file = fileOf(each);
      return file === undefined
        ? []
        : [{ operation: `${face}.${name}`, file, inputs: fields(fields(each)['inputs']) }];
    });
  });
}

function fileOf(operation: Json): string | undefined {
  const implementation = typeof operation === 'string' ? operation : own(operation);
  return typeof implementation === 'string' ? implementation : undefined;
}

function own(operation: Json): Json | undefined {
  const implementation = fields(operation)['implementation'];
  return typeof implementation === 'string' ? implementation : fields(implementation)['primary'];
}

/** Has a file run for an operation; what else is said of the operation stays. */
export function withProgram(
  node: GraphNode,
  version: string,
  operation: string,
  file: string,
): Operation {
  const { path, now } = placeOf(node, version, operation);
  if (typeof now !== 'object') {
    return set(node, path, map(['implementation', text(file)]));
  }
  const primary = typeof fields(now)['implementation'] === 'object' ? ['primary'] : [];
  return set(node, [...path, 'implementation', ...primary], text(file));
}

/** Tells the program of an operation a value; nothing more of it where there is none. */
export function withInput(
  node: GraphNode,
  version: string,
  operation: string,
  name: string,
  value: Tree | undefined,
): Operation {
  const { path, now } = placeOf(node, version, operation);
  if (typeof now === 'object' || value === undefined) {
    return set(node, [...path, 'inputs', name], value);
  }
  return set(
    node,
    path,
    map(['implementation', ofJson(now ?? null)], ['inputs', map([name, value])]),
  );
}

/** Leaves an operation to the type of the node. */
export function withoutProgram(node: GraphNode, version: string, operation: string): Operation {
  return set(node, placeOf(node, version, operation).path, undefined);
}

function set(node: GraphNode, path: readonly string[], value: Tree | undefined): Operation {
  return { kind: 'set-value', owner: { kind: 'node', name: node.name }, path, value };
}

/** Where an operation stands in the node: before TOSCA 1.3, beside the other words of its interface. */
function placeOf(
  node: GraphNode,
  version: string,
  operation: string,
): { readonly path: readonly string[]; readonly now: Json | undefined } {
  const dot = operation.lastIndexOf('.');
  const [face, name] = [operation.slice(0, dot), operation.slice(dot + 1)];
  const there = fields(node.interfaces)[face];
  const beside =
    there === undefined
      ? /_1_[012]$/.test(version)
      : fields(there)['operations'] === undefined && Object.keys(fields(there)).length > 0;
  return beside
    ? { path: ['interfaces', face, name], now: fields(there)[name] }
    : {
        path: ['interfaces', face, 'operations', name],
        now: fields(fields(there)['operations'])[name],
      };
}
