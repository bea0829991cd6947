import '@xyflow/react/dist/style.css';
import './composer.css';
import { Alert, Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ComposerPageProps } from './props';
import { composerStore } from './state/composer';
import { load, seen, typeSources } from './state/server';
import { library } from './types/sources';
import { StoreContext } from './view/context';
import { Workbench } from './view/Workbench';

/** Composes a template as a picture and as text, which are one document. */
export default function ComposerPage(props: ComposerPageProps) {
  const { draft } = props;
  const types = useQuery({
    queryKey: ['type-sources'],
    queryFn: async () => library(await typeSources()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const kept = useQuery({
    queryKey: ['draft', draft.id],
    queryFn: async () => (await load(draft)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: 1,
  });

  const start = useMemo(() => {
    if (types.data === undefined || kept.isPending) {
      return undefined;
    }
    const theirs = kept.data ?? undefined;
    const known = seen(draft.id);
    // What was not saved yet is this browser's; else the server's is the one.
    const own = theirs === undefined || (known !== undefined && known.text !== draft.text);
    const content = own ? draft : theirs.content.draft;
    const base =
      own && theirs !== undefined && known !== undefined ? known.number : (theirs?.number ?? 0);
    return {
      store: composerStore(content, theirs?.content.layout ?? {}, types.data),
      draft: content,
      base,
      sent: own ? undefined : theirs?.content,
    };
  }, [types.data, kept.isPending, kept.data, draft]);

  useEffect(() => {
    document.title = `${draft.name} · Floria`;
  }, [draft.name]);

  if (types.isError) {
    return (
      <Alert color="red" title="The types cannot be had" m="md">
        {types.error.message}
      </Alert>
    );
  }
  if (start === undefined) {
    return (
      <Stack align="center" p="xl">
        <Loader aria-label="Loading the draft" />
      </Stack>
    );
  }
  return (
    <StoreContext.Provider value={start.store}>
      <Workbench {...props} draft={start.draft} base={start.base} sent={start.sent} />
    </StoreContext.Provider>
  );
}
