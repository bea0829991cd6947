import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Draft } from '@/api/drafts';
import { load, typeSources } from './server';

/** The texts of the types that come with Floria. */
export const typeTexts = queryOptions({
  queryKey: ['type-texts'],
  queryFn: typeSources,
  staleTime: Number.POSITIVE_INFINITY,
});

/** A draft as the server has it; null if it has none of that id. */
export const draftQuery = (draft: Draft) =>
  queryOptions({
    queryKey: ['draft', draft.id],
    queryFn: async () => (await load(draft)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: 1,
  });

/** Has what the composer needs on its way while its programs are. */
export function useOnItsWay(draft: Draft): void {
  useQuery({ ...typeTexts, notifyOnChangeProps: [] });
  useQuery({ ...draftQuery(draft), notifyOnChangeProps: [] });
}
