import '@xyflow/react/dist/style.css';
import './composer.css';
import { Alert, Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Draft } from '@/api/drafts';
import type { ComposerPageProps } from './props';
import { composerStore, type ComposerStore } from './state/composer';
import type { Revision } from './state/saving';
import { load, seen, typeSources, type Sheet } from './state/server';
import { library, type Library } from './types/sources';
import { StoreContext } from './view/context';
import { Workbench } from './view/Workbench';

type Start = {
  readonly store: ComposerStore;
  readonly draft: Draft;
  readonly base: number;
  readonly sent: Sheet | undefined;
};

function begin(draft: Draft, theirs: Revision<Sheet> | undefined, known: Library): Start {
  const before = seen(draft.id);
  // What was not saved yet is this browser's; else the server's is the one.
  const own = theirs === undefined || (before !== undefined && before.text !== draft.text);
  const content = own ? draft : theirs.content.draft;
  return {
    store: composerStore(content, theirs?.content.layout ?? {}, known),
    draft: content,
    base:
      own && theirs !== undefined && before !== undefined ? before.number : (theirs?.number ?? 0),
    sent: own ? undefined : theirs.content,
  };
}

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

  // Once it has begun the composer holds the text: what is fetched later changes nothing.
  const [start, setStart] = useState<Start | undefined>();
  useEffect(() => {
    if (start === undefined && types.data !== undefined && !kept.isPending) {
      setStart(begin(draft, kept.data ?? undefined, types.data));
    }
  }, [start, types.data, kept.isPending, kept.data, draft]);

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
