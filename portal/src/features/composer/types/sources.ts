import type { Schemas } from '@/api/client';
import { read, type Graph } from '../model/graph';
import { Catalogue } from './catalogue';
import { definitions, type Definitions } from './definitions';

export type TypeSource = Schemas['TypeSource'];

/** The types that come with Floria, read once, by the name of what declares them. */
export type Library = readonly {
  readonly name: string;
  readonly builtIn: boolean;
  readonly definitions: Definitions;
}[];

export function library(sources: readonly TypeSource[]): Library {
  return sources.map(({ name, builtIn, text }) => ({ name, builtIn, definitions: ofText(text) }));
}

function ofText(text: string): Definitions {
  const reading = read(text);
  return definitions(reading.kind === 'read' ? reading.graph.file : {});
}

/** The profile that has the types of the Simple Profile for templates of TOSCA 2.0. */
const SIMPLE = 'org.oasis-open.simple:2.0';

/**
 * What a template may use: what its language has built in, what the profiles declare that come with
 * Floria, imported or not, and what the template and its own files declare.
 */
export function catalogueOf(known: Library, graph: Graph, files: readonly string[]): Catalogue {
  const second = graph.version === 'tosca_2_0';
  return new Catalogue([
    ...known
      .filter(({ name, builtIn }) => (second ? !builtIn : name !== SIMPLE))
      .map((source) => source.definitions),
    ...files.map(ofText),
    definitions(graph.file),
  ]);
}

/** The profile that a template has to import for a type, if it does not have it yet. */
export function importFor(known: Library, graph: Graph, type: string): string | undefined {
  const from = known.find(
    ({ builtIn, definitions: { node, policy, group } }) =>
      !builtIn && [...node, ...policy, ...group].some(({ name }) => name === type),
  );
  if (from === undefined || JSON.stringify(graph.imports).includes(JSON.stringify(from.name))) {
    return undefined;
  }
  const builtIn = known.some(
    (source) => source.builtIn && source.definitions.node.some(({ name }) => name === type),
  );
  return builtIn && graph.version !== 'tosca_2_0' ? undefined : from.name;
}
