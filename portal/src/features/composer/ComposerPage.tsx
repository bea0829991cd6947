import '@xyflow/react/dist/style.css';
import './composer.css';
import { Alert, Loader, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Draft } from '@/api/drafts';
import type { Positions } from './layout/arrange';
import { read, type Reading } from './model/graph';
import type { ComposerPageProps } from './props';
import { composerStore, type ComposerStore } from './state/composer';
import { unsaved, type Revision } from './state/saving';
import { draftQuery, typeTexts } from './state/queries';
import { seen, type Sheet } from './state/server';
import { readTypes } from './types/reading';
import { StoreContext } from './view/context';
import { Workbench } from './view/Workbench';

/** The draft to begin with, read while the types are read elsewhere. */
type Opened = {
  readonly draft: Draft;
  readonly layout: Positions;
  readonly reading: Reading;
  readonly base: number;
  readonly sent: Sheet | undefined;
};

function opened(draft: Draft, kept: boolean, theirs: Revision<Sheet> | undefined): Opened {
  const before = seen(draft.id);
  // What was not saved yet is this browser's; else the server's is the one.
  const own = theirs === undefined || unsaved(kept, draft.text, before);
  const content = own ? draft : theirs.content.draft;
  return {
    draft: content,
    layout: theirs?.content.layout ?? {},
    reading: read(content.text),
    base:
      own && theirs !== undefined && before !== undefined ? before.number : (theirs?.number ?? 0),
    sent: own ? undefined : theirs.content,
  };
}

/** Composes a template as a picture and as text, which are one document. */
export default function ComposerPage(props: ComposerPageProps) {
  const { draft, kept } = props;
  const queries = useQueryClient();
  const types = useQuery({
    queryKey: ['type-sources'],
    queryFn: () => readTypes(queries.ensureQueryData(typeTexts)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const theirs = useQuery(draftQuery(draft));

  // Once it has begun the composer holds the text: what is fetched later changes nothing.
  const [start, setStart] = useState<Opened | undefined>();
  const [store, setStore] = useState<ComposerStore | undefined>();
  useEffect(() => {
    if (start === undefined && !theirs.isPending) {
      setStart(opened(draft, kept, theirs.data ?? undefined));
    }
  }, [start, theirs.isPending, theirs.data, draft, kept]);
  useEffect(() => {
    if (store === undefined && start !== undefined && types.data !== undefined) {
      setStore(composerStore(start.draft, start.layout, types.data, start.reading));
    }
  }, [store, start, types.data]);

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
  if (start === undefined || store === undefined) {
    return (
      <Stack align="center" p="xl">
        <Loader aria-label="Loading the draft" />
      </Stack>
    );
  }
  return (
    <StoreContext.Provider value={store}>
      <Workbench {...props} draft={start.draft} base={start.base} sent={start.sent} />
    </StoreContext.Provider>
  );
}
