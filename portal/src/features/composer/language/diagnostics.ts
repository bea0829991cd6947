import type { Graph } from '../model/graph';
import { nodeAt, sorted, type Fix, type Found } from '../problems/problems';
import { offsetOf, type Range } from './positions';

/** A problem as the language server tells it. */
export type Diagnostic = {
  readonly range: Range;
  readonly message: string;
  readonly severity?: number;
  readonly code?: string | number;
};

/** A fix as it offers it. */
export type CodeAction = {
  readonly title: string;
  readonly diagnostics?: readonly Diagnostic[];
  readonly edit?: {
    readonly changes?: Readonly<Record<string, readonly { range: Range; newText: string }[]>>;
  };
};

/** The problems of a text, with the first fix that is known for each. */
export function foundBy(
  diagnostics: readonly Diagnostic[],
  actions: readonly CodeAction[],
  uri: string,
  text: string,
  graph: Graph,
): readonly Found[] {
  return sorted(
    diagnostics.map((each, index): Found => {
      const [message = '', ...rest] = each.message.split('\n');
      const start = offsetOf(text, each.range.start);
      return {
        id: `${index} ${each.code ?? ''} ${start}`,
        code: String(each.code ?? ''),
        severity: each.severity === 1 ? 'error' : 'warning',
        message,
        hint: rest.length === 0 ? undefined : rest.join(' '),
        path: '',
        node: nodeAt(graph, text, start),
        start,
        end: offsetOf(text, each.range.end),
        line: each.range.start.line + 1,
        fix: fixOf(each, actions, uri, text),
      };
    }),
  );
}

function fixOf(
  diagnostic: Diagnostic,
  actions: readonly CodeAction[],
  uri: string,
  text: string,
): Fix | undefined {
  const action = actions.find(({ diagnostics }) =>
    diagnostics?.some(
      (each) =>
        each.message === diagnostic.message &&
        JSON.stringify(each.range) === JSON.stringify(diagnostic.range),
    ),
  );
  const edits = action?.edit?.changes?.[uri];
  const edit = edits?.[0];
  return action === undefined || edit === undefined || edits?.length !== 1
    ? undefined
    : {
        label: action.title,
        start: offsetOf(text, edit.range.start),
        end: offsetOf(text, edit.range.end),
        fresh: edit.newText,
      };
}
