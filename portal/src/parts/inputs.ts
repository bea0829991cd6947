import type { Input } from '@/api/queries';

type Constraint = Input['constraints'][number];

/** Units of the language's scalar types (TOSCA 1.3, section 3.3.6), the small ones first. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  'scalar-unit.size': ['B', 'kB', 'KiB', 'MB', 'MiB', 'GB', 'GiB', 'TB', 'TiB'],
  'scalar-unit.time': ['ns', 'us', 'ms', 's', 'm', 'h', 'd'],
  'scalar-unit.frequency': ['Hz', 'kHz', 'MHz', 'GHz'],
  'scalar-unit.bitrate': ['bps', 'Kbps', 'Mbps', 'Gbps', 'Tbps'],
};

/** The field in which a value is given. */
export type Field =
  | { readonly kind: 'truth' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'number'; readonly whole: boolean }
  | { readonly kind: 'scalar'; readonly units: readonly string[] }
  | { readonly kind: 'secret' }
  | { readonly kind: 'text' }
  | { readonly kind: 'structure' };

/** Which field fits an input. */
export function fieldOf(input: Input): Field {
  const choices = input.constraints.find((one) => one.operator === 'valid_values');
  if (input.secret) {
    return { kind: 'secret' };
  }
  if (choices !== undefined && input.base !== 'list' && input.base !== 'map') {
    const flat = choices.arguments.flatMap((one) => (Array.isArray(one) ? one : [one]));
    return { kind: 'choice', choices: flat.map(String) };
  }
  const units = input.units.length > 0 ? input.units : UNITS[input.base];
  if (units !== undefined) {
    return { kind: 'scalar', units };
  }
  switch (input.base) {
    case 'boolean':
      return { kind: 'truth' };
    case 'integer':
      return { kind: 'number', whole: true };
    case 'float':
      return { kind: 'number', whole: false };
    case 'string':
    case 'version':
    case 'timestamp':
      return { kind: 'text' };
    default:
      return { kind: 'structure' };
  }
}

/** A constraint in words. */
export function words(constraint: Constraint): string {
  const given = constraint.arguments.flatMap((one) => (Array.isArray(one) ? one : [one]));
  const all = given.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  const one = all.join(', ');
  switch (constraint.operator) {
    case 'equal':
      return `is ${one}`;
    case 'greater_than':
      return `more than ${one}`;
    case 'greater_or_equal':
      return `at least ${one}`;
    case 'less_than':
      return `less than ${one}`;
    case 'less_or_equal':
      return `at most ${one}`;
    case 'in_range':
      return `from ${all[0] ?? ''} to ${all[1] ?? ''}`;
    case 'valid_values':
      return `one of ${one}`;
    case 'length':
      return `${one} long`;
    case 'min_length':
      return `at least ${one} long`;
    case 'max_length':
      return `at most ${one} long`;
    case 'pattern':
      return `like ${one}`;
    default:
      return `${constraint.operator.replaceAll('_', ' ')} ${one}`;
  }
}

/** What is wrong with a text for an input, as far as it can be told here; the server has the say. */
export function mistake(input: Input, text: string): string | undefined {
  if (text === '') {
    return input.required ? 'A value is needed.' : undefined;
  }
  const field = fieldOf(input);
  if (field.kind === 'number') {
    const right = field.whole ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
    if (!right.test(text.trim())) {
      return field.whole ? 'This is no whole number.' : 'This is no number.';
    }
  }
  if (field.kind === 'scalar' && !/^\s*\d+(\.\d+)?\s*[A-Za-z]+\s*$/.test(text)) {
    return 'Write a number and a unit.';
  }
  const broken = input.constraints.find((constraint) => !holds(constraint, field, text));
  return broken === undefined ? undefined : `It has to be ${words(broken)}.`;
}

function holds(constraint: Constraint, field: Field, text: string): boolean {
  const [first, second] = constraint.arguments.flatMap((one) => (Array.isArray(one) ? one : [one]));
  if (field.kind === 'number') {
    const value = Number(text);
    const low = Number(first);
    const high = Number(second);
    switch (constraint.operator) {
      case 'greater_than':
        return !(value <= low);
      case 'greater_or_equal':
        return !(value < low);
      case 'less_than':
        return !(value >= low);
      case 'less_or_equal':
        return !(value > low);
      case 'in_range':
        return !(value < low) && !(value > high);
      default:
        return true;
    }
  }
  if (field.kind === 'text' || field.kind === 'secret') {
    switch (constraint.operator) {
      case 'min_length':
        return text.length >= Number(first);
      case 'max_length':
        return text.length <= Number(first);
      case 'length':
        return text.length === Number(first);
      default:
        return true;
    }
  }
  return true;
}

/** The values that were given, without those that were left out. */
export function given(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, text]) => text !== ''));
}

/** Splits "4 GB" into its number and its unit. */
export function scalarParts(text: string, units: readonly string[]): [string, string] {
  const match = /^\s*([\d.]*)\s*([A-Za-z]*)\s*$/.exec(text);
  const unit = units.find((one) => one.toLowerCase() === match?.[2]?.toLowerCase());
  return [match?.[1] ?? '', unit ?? (units.includes('GB') ? 'GB' : (units[0] ?? ''))];
}
