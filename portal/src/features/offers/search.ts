/** What an offer is to have; the fields are those of the API. */
export interface OffersSearch {
  readonly gpu?: string;
  readonly cpus?: string;
  readonly memory?: string;
  readonly region?: string;
}

export const WISHES = ['gpu', 'cpus', 'memory', 'region'] as const;

export function offersSearch(search: Record<string, unknown>): OffersSearch {
  return Object.fromEntries(
    WISHES.flatMap((key) => {
      const value = search[key];
      return (typeof value === 'string' && value !== '') || typeof value === 'number'
        ? [[key, String(value)] as const]
        : [];
    }),
  );
}
