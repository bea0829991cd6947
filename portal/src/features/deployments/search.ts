/** What the address of the list holds. */
export interface DeploymentsSearch {
  readonly q?: string;
  readonly status?: string;
  readonly deleted?: boolean;
}

export const TABS = [
  'overview',
  'graph',
  'timeline',
  'logs',
  'events',
  'outputs',
  'revisions',
  'update',
] as const;
export type Tab = (typeof TABS)[number];

/** What the address of a deployment holds: what is selected, so that a link shows the same. */
export interface DeploymentSearch {
  readonly tab?: Tab;
  readonly run?: string;
  readonly node?: string;
  readonly q?: string;
  readonly stream?: 'out' | 'err';
  /** Two revisions to compare. */
  readonly from?: number;
  readonly to?: number;
}

function text(value: unknown): string | undefined {
  // The router reads what looks like a number as one.
  return typeof value === 'string' || typeof value === 'number'
    ? String(value) || undefined
    : undefined;
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

export function deploymentsSearch(search: Record<string, unknown>): DeploymentsSearch {
  return defined<DeploymentsSearch>({
    q: text(search['q']),
    status: text(search['status']),
    deleted: search['deleted'] === true ? true : undefined,
  });
}

export function deploymentSearch(search: Record<string, unknown>): DeploymentSearch {
  const stream = search['stream'];
  return defined<DeploymentSearch>({
    tab: TABS.find((tab) => tab === search['tab']),
    run: text(search['run']),
    node: text(search['node']),
    q: text(search['q']),
    stream: stream === 'out' || stream === 'err' ? stream : undefined,
    from: whole(search['from']),
    to: whole(search['to']),
  });
}
