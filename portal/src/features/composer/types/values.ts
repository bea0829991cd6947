import { parseDocument } from 'yaml';
import { flow } from '../document/rendering';
import {
  ofJson,
  ofNode,
  plain,
  text as textTree,
  toJson,
  type Json,
  type Tree,
} from '../document/tree';
import type { Catalogue } from './catalogue';
import type { ValueDefinition } from './definitions';

/** How a value is asked for. */
export type Field =
  | { readonly kind: 'text'; readonly secret: boolean }
  | { readonly kind: 'number'; readonly whole: boolean }
  | { readonly kind: 'truth' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'amount'; readonly units: readonly string[] }
  | { readonly kind: 'yaml' };

const UNITS: Readonly<Record<string, readonly string[]>> = {
  size: ['MB', 'GB', 'TB', 'MiB', 'GiB', 'TiB', 'kB', 'KiB', 'B'],
  time: ['s', 'm', 'h', 'd', 'ms', 'us', 'ns'],
  frequency: ['GHz', 'MHz', 'kHz', 'Hz'],
  bitrate: ['Mbps', 'Gbps', 'Kbps', 'Tbps', 'bps', 'MBps', 'GBps'],
};

/** The field for a value of a type; what has a structure of its own is written as YAML. */
export function fieldOf(catalogue: Catalogue, definition: ValueDefinition): Field {
  const [values] = definition.constraints.flatMap((one) => constraintOf(one, 'valid_values'));
  if (Array.isArray(values)) {
    return { kind: 'choice', values: values.map(String) };
  }
  const line = [definition.type, ...(catalogue.find('data', definition.type)?.line ?? [])];
  const base = line.map((name) => name.slice(name.lastIndexOf(':') + 1)).find(isSimple);
  if (line.some((name) => /(^|\.)Secret$/.test(name))) {
    return { kind: 'text', secret: true };
  }
  switch (base) {
    case 'string':
    case 'version':
    case 'timestamp':
      return { kind: 'text', secret: false };
    case 'integer':
    case 'tosca.datatypes.network.PortDef':
      return { kind: 'number', whole: true };
    case 'float':
      return { kind: 'number', whole: false };
    case 'boolean':
      return { kind: 'truth' };
    case undefined:
      return { kind: 'yaml' };
    default: {
      const units = UNITS[base.replace('scalar-unit.', '').toLowerCase()];
      return units === undefined ? { kind: 'yaml' } : { kind: 'amount', units };
    }
  }
}

function isSimple(name: string): boolean {
  return (
    [
      'string',
      'version',
      'timestamp',
      'integer',
      'float',
      'boolean',
      'tosca.datatypes.network.PortDef',
    ].includes(name) ||
    name.startsWith('scalar-unit.') ||
    ['Size', 'Time', 'Frequency', 'Bitrate'].includes(name)
  );
}

function constraintOf(constraint: Json, name: string): Json[] {
  const value =
    typeof constraint === 'object' && constraint !== null && !Array.isArray(constraint)
      ? (constraint as Readonly<Record<string, Json>>)[name]
      : undefined;
  return value === undefined ? [] : [value];
}

const CALL = /^(?:\$[a-z_]+|get_[a-z_]+|concat|token|join)$/;

/** A value that is only known later: the function and its arguments. */
export function callOf(
  value: Json | undefined,
): { readonly name: string; readonly arguments: Json } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return undefined;
  }
  const [only, second] = Object.entries(value as Readonly<Record<string, Json>>);
  return only !== undefined && second === undefined && CALL.test(only[0])
    ? { name: only[0], arguments: only[1] }
    : undefined;
}

/** What a field shows for a value. */
export function written(value: Json | undefined): string {
  if (value === undefined || value === null) {
    return '';
  }
  return typeof value === 'object' ? flow(ofJson(value)) : String(value);
}

/** What a field's words mean, or why they mean nothing. */
export function parsed(field: Field, words: string): Tree | { readonly error: string } {
  switch (field.kind) {
    case 'text':
    case 'choice':
      return textTree(words);
    case 'truth':
      return plain(words);
    case 'number':
      return (field.whole ? /^[-+]?\d+$/ : /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i).test(
        words.trim(),
      )
        ? plain(words.trim())
        : { error: field.whole ? 'This takes a whole number' : 'This takes a number' };
    case 'amount': {
      const [, number, unit] = /^\s*([-+]?\d*\.?\d+)\s*([A-Za-z]+)\s*$/.exec(words) ?? [];
      return number === undefined || unit === undefined
        ? { error: `This takes a number and a unit, such as 2 ${field.units[1] ?? ''}` }
        : plain(`${number} ${unit}`);
    }
    case 'yaml':
      return parsedYaml(words);
  }
}

function parsedYaml(words: string): Tree | { readonly error: string } {
  const document = parseDocument(words, { prettyErrors: false });
  const [problem] = document.errors;
  return problem === undefined
    ? ofNode(document.contents, document)
    : { error: `This is no YAML: ${problem.message}` };
}

/** What a value has against the constraints of its definition (§3.6.3); nothing if it is fine. */
export function violation(definition: ValueDefinition, value: Json): string | undefined {
  if (callOf(value) !== undefined) {
    return undefined;
  }
  for (const constraint of definition.constraints) {
    if (typeof constraint === 'object' && constraint !== null && !Array.isArray(constraint)) {
      for (const [name, wanted] of Object.entries(constraint as Readonly<Record<string, Json>>)) {
        const wrong = against(name, wanted, value);
        if (wrong !== undefined) {
          return wrong;
        }
      }
    }
  }
  return undefined;
}

function against(name: string, wanted: Json, value: Json): string | undefined {
  const [low, high] = Array.isArray(wanted) ? (wanted as Json[]) : [wanted, wanted];
  const compared = (other: Json | undefined) => compare(value, other);
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  switch (name) {
    case 'equal':
      return value === wanted ? undefined : `This must be ${written(wanted)}`;
    case 'greater_than':
      return (compared(wanted) ?? 1) > 0 ? undefined : `This must be more than ${written(wanted)}`;
    case 'greater_or_equal':
      return (compared(wanted) ?? 0) >= 0 ? undefined : `This must be at least ${written(wanted)}`;
    case 'less_than':
      return (compared(wanted) ?? -1) < 0 ? undefined : `This must be less than ${written(wanted)}`;
    case 'less_or_equal':
      return (compared(wanted) ?? 0) <= 0 ? undefined : `This must be at most ${written(wanted)}`;
    case 'in_range':
      return (compared(low) ?? 0) >= 0 && (high === 'UNBOUNDED' || (compared(high) ?? 0) <= 0)
        ? undefined
        : `This must be from ${written(low)} to ${written(high)}`;
    case 'min_length':
      return length === undefined || length >= Number(wanted)
        ? undefined
        : `This must be at least ${written(wanted)} long`;
    case 'max_length':
      return length === undefined || length <= Number(wanted)
        ? undefined
        : `This must be at most ${written(wanted)} long`;
    default:
      // Whatever else there is, such as patterns of Java's kind, the server checks.
      return undefined;
  }
}

const FACTORS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
  hz: 1,
  khz: 1e3,
  mhz: 1e6,
  ghz: 1e9,
};

/** Which of two numbers or amounts is more; nothing if they cannot be compared. */
function compare(one: Json, other: Json | undefined): number | undefined {
  const [a, b] = [magnitude(one), magnitude(other)];
  return a === undefined || b === undefined ? undefined : a - b;
}

function magnitude(value: Json | undefined): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  const [, number, unit] =
    typeof value === 'string' ? (/^([-+]?[\d.]+)\s*([A-Za-z]+)$/.exec(value.trim()) ?? []) : [];
  const factor = unit === undefined ? undefined : FACTORS[unit.toLowerCase()];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** The words of a call as people read it: `input cpus`, `property database/port`. */
export function inWords(call: { readonly name: string; readonly arguments: Json }): string {
  const what = call.name.replace(/^\$?(get_)?/, '').replaceAll('_', ' ');
  const from = Array.isArray(call.arguments)
    ? call.arguments.map(written).join(' / ')
    : written(call.arguments);
  return `${what}: ${from}`;
}

export function jsonOf(tree: Tree): Json {
  return toJson(tree);
}
