import type { TypeEntry } from '@/api/queries';

/** What the address of the catalogue holds. */
export interface CatalogueSearch {
  readonly q?: string;
  readonly kind?: string;
  readonly profile?: string;
}

export function catalogueSearch(search: Record<string, unknown>): CatalogueSearch {
  return Object.fromEntries(
    ['q', 'kind', 'profile'].flatMap((key) => {
      const value = search[key];
      return typeof value === 'string' || typeof value === 'number'
        ? [[key, String(value)] as const]
        : [];
    }),
  );
}

/** The types that fit: every word of the search is in the name or the description. */
export function found(types: readonly TypeEntry[], search: CatalogueSearch): TypeEntry[] {
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return types.filter(
    (type) =>
      (search.kind === undefined || type.kind === search.kind) &&
      (search.profile === undefined || type.profile === search.profile) &&
      words.every((word) => `${type.name} ${type.description}`.toLowerCase().includes(word)),
  );
}

/** How many types each value of a facet has, the most first. */
export function facet(
  types: readonly TypeEntry[],
  of: (type: TypeEntry) => string,
): readonly (readonly [value: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const type of types) {
    counts.set(of(type), (counts.get(of(type)) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
}

/** A search that asks for less: a facet is counted over what the other ones let through. */
export function without(search: CatalogueSearch, key: keyof CatalogueSearch): CatalogueSearch {
  const { [key]: _, ...rest } = search;
  return rest;
}
