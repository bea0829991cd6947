export const GROUPS = ['deployments', 'projects', 'owners', 'sites'] as const;
export type Group = (typeof GROUPS)[number];

/** What the address of the page holds: days as they are written, and what is summed up. */
export type UsageSearch = {
  readonly from?: string;
  readonly to?: string;
  readonly by?: Group;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function usageSearch(search: Record<string, unknown>): UsageSearch {
  const { from, to } = search;
  const by = GROUPS.find((group) => group === search['by']);
  return {
    ...(typeof from === 'string' && DAY.test(from) ? { from } : {}),
    ...(typeof to === 'string' && DAY.test(to) ? { to } : {}),
    ...(by === undefined ? {} : { by }),
  };
}

/** The moments that days stand for, in UTC as prices are: the last day is part of it. */
export function periodOf({ from, to }: UsageSearch): {
  readonly from?: string;
  readonly to?: string;
} {
  return {
    ...(from === undefined ? {} : { from: `${from}T00:00:00Z` }),
    ...(to === undefined
      ? {}
      : { to: new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString() }),
  };
}
