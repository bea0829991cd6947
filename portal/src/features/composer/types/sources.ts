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
  // Its names are others in the same profile; who imports it means those.
  const simple = imports(graph, SIMPLE);
  const usable = known.filter(({ name }) => name !== SIMPLE || simple);
  const imported = usable.filter(({ name }) => imports(graph, name));
  return new Catalogue([
    ...usable.filter((source) => !imported.includes(source)).map((source) => source.definitions),
    // Two profiles may have types of one name: what is imported is meant.
    ...imported.map((source) => source.definitions),
    ...files.map(ofText),
    definitions(graph.file),
  ]);
}

/** The profile that a template has to import for a type, if it does not have it yet. */
export function importFor(known: Library, graph: Graph, type: string): string | undefined {
  const declaring = known.filter(
    ({ builtIn, definitions: { node, policy, group } }) =>
      !builtIn && [...node, ...policy, ...group].some(({ name }) => name === type),
  );
  // Of several it is the last that the catalogue shows.
  const from = declaring.find(({ name }) => imports(graph, name)) ?? declaring.at(-1);
  const second = graph.version === 'tosca_2_0';
  const language = known.some(
    (source) => source.builtIn && source.definitions.node.some(({ name }) => name === type),
  );
  // TOSCA 2.0 has no types of its own, but Floria's profile has those of 1.3.
  const profile = language ? (second ? 'floria' : undefined) : from?.name;
  return profile === undefined || imports(graph, profile) ? undefined : profile;
}

function imports(graph: Graph, profile: string): boolean {
  return JSON.stringify(graph.imports).includes(JSON.stringify(profile));
}
