import type { TemplateProblem } from '@/api/problem';
import { lineEnd, lineStart } from '../document/lines';
import type { Graph } from '../model/graph';

/** A problem of a template with the node that has it. */
export type Found = {
  readonly id: string;
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string | undefined;
  readonly path: string;
  readonly node: string | undefined;
  /** In the text; nothing for a problem of another file. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly line: number;
  readonly fix: Fix | undefined;
};

/** A replacement that mends a problem. */
export type Fix = {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly fresh: string;
};

/** What the server said about a text, the errors first. */
export function found(
  problems: readonly TemplateProblem[],
  text: string,
  path: string,
  graph: Graph,
): readonly Found[] {
  const starts = lineStarts(text);
  return sorted(problems.map((problem, index) => one(problem, index, text, starts, path, graph)));
}

export function sorted(problems: readonly Found[]): readonly Found[] {
  return [...problems].sort(
    (a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error') || a.line - b.line,
  );
}

function one(
  problem: TemplateProblem,
  index: number,
  text: string,
  starts: readonly number[],
  path: string,
  graph: Graph,
): Found {
  const here = problem.file === '' || problem.file === path || problem.file.endsWith(`:${path}`);
  const start = here ? offset(text, starts, problem.line, problem.column) : undefined;
  const end = here ? offset(text, starts, problem.endLine, problem.endColumn) : undefined;
  return {
    id: `${index} ${problem.code} ${problem.path}`,
    code: problem.code,
    severity: problem.severity.toLowerCase() === 'error' ? 'error' : 'warning',
    message: problem.message,
    hint: problem.hint,
    path: problem.path,
    node:
      nodeOf(problem.path, graph) ?? (start === undefined ? undefined : nodeAt(graph, text, start)),
    start,
    end,
    line: problem.line,
    fix: fixOf(problem, text, start, end),
  };
}

/** The node that a path such as `topology_template/node_templates/web/type` leads into. */
function nodeOf(path: string, graph: Graph): string | undefined {
  const [, inside] = path.split('/node_templates/');
  return inside === undefined
    ? undefined
    : graph.nodes
        .map(({ name }) => name)
        .filter((name) => inside === name || inside.startsWith(`${name}/`))
        .sort((a, b) => b.length - a.length)[0];
}

/** The node in whose lines an offset is. */
export function nodeAt(graph: Graph, text: string, at: number): string | undefined {
  const before = graph.nodes.filter(({ start }) => start <= at).at(-1);
  if (before === undefined) {
    return undefined;
  }
  const column = before.start - lineStart(text, before.start);
  const between = text.slice(before.start, lineEnd(text, at)).split('\n').slice(1);
  const left = between.some(
    (line) => line.trim() !== '' && indentation(line) < column && !line.trim().startsWith('#'),
  );
  return left ? undefined : before.name;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

/** What a hint says was meant: `did you mean 'x'?` */
function fixOf(
  { hint }: TemplateProblem,
  text: string,
  start: number | undefined,
  end: number | undefined,
): Fix | undefined {
  const meant = hint === undefined ? undefined : /did you mean '([^']+)'/.exec(hint)?.[1];
  if (meant === undefined || start === undefined || end === undefined || end <= start) {
    return undefined;
  }
  const old = text.slice(start, end);
  return old.includes('\n') || old.length > 200
    ? undefined
    : { label: `Change to ${meant}`, start, end, fresh: meant };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** Columns count code points, from 1. */
function offset(text: string, starts: readonly number[], line: number, column: number): number {
  const start = starts[line - 1] ?? text.length;
  const end = starts[line] ?? text.length;
  let at = start;
  for (let points = 1; points < column && at < end; points++) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
