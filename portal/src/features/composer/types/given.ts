import { list, map, plain, text, type Tree } from '../document/tree';
import type { Graph } from '../model/graph';
import type { Catalogue } from './catalogue';
import { valueDefinition } from './definitions';

/** Something that a template can pass on: what it is called, the function with its arguments, its type. */
export type Given = { readonly label: string; readonly value: string; readonly type: string };

const APART = ' / ';

/** What nodes have once they run, and their capabilities: for `get_attribute`. */
export function attributesOf(catalogue: Catalogue, graph: Graph): readonly Given[] {
  return graph.nodes.flatMap((node) => {
    const type = catalogue.find('node', node.type);
    const ends = Object.entries(type?.capabilities ?? {}).flatMap(([capability, definition]) =>
      Object.entries(catalogue.find('capability', definition.type)?.attributes ?? {}).map(
        ([each, { type: of }]) => given(of, 'get_attribute', node.name, capability, each),
      ),
    );
    return [
      ...ends,
      ...Object.entries(type?.attributes ?? {}).map(([each, { type: of }]) =>
        given(of, 'get_attribute', node.name, each),
      ),
    ];
  });
}

/** What is said of nodes, by the template, their types or whoever makes what is left open: for `get_property`. */
export function propertiesOf(catalogue: Catalogue, graph: Graph): readonly Given[] {
  return graph.nodes.flatMap((node) =>
    Object.entries(catalogue.find('node', node.type)?.properties ?? {}).map(([each, { type }]) =>
      given(type, 'get_property', node.name, each),
    ),
  );
}

export function inputsOf(graph: Graph): readonly Given[] {
  return graph.inputs.map(({ name, definition }) =>
    given(valueDefinition(definition).type, 'get_input', name),
  );
}

function given(type: string, name: string, ...path: readonly string[]): Given {
  return { type, label: path.join(APART), value: [name, ...path].join(APART) };
}

/** How a template writes that it passes something on. */
export function calling(value: Given['value']): Tree {
  const [name = '', ...path] = value.split(APART);
  const [only, second] = path;
  return map([
    name,
    only !== undefined && second === undefined ? text(only) : list(...path.map(plain)),
  ]);
}
