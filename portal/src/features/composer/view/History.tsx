import { Button, Modal, SegmentedControl, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { revisions, revisionText } from '../state/server';
import { useComposer, useComposerStore } from './context';
import { DifferenceCanvas } from './DifferenceCanvas';

const Comparison = lazy(() =>
  import('./Comparison').then(({ Comparison: view }) => ({ default: view })),
);

/** What was done, and the revisions that the server keeps. */
export function History({ draft, saved }: { readonly draft: string; readonly saved: number }) {
  const store = useComposerStore();
  const done = useComposer((composer) => composer.history.done);
  const text = useComposer((composer) => composer.history.text);
  const graph = useComposer((composer) => composer.graph);
  const side = useComposer((composer) => composer.history.side);
  const catalogue = useComposer((composer) => composer.catalogue);
  const [look, setLook] = useState('canvas');
  const [number, setNumber] = useState<number | undefined>();
  const known = useQuery({
    queryKey: ['draft-revisions', draft, saved],
    queryFn: () => revisions(draft),
  });
  const old = useQuery({
    queryKey: ['draft-revision', draft, number],
    queryFn: () => revisionText(draft, number ?? 0),
    enabled: number !== undefined,
  });
  return (
    <Stack p="sm" gap="xs">
      <Text fw={600} size="sm">
        Done here
      </Text>
      {done.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing yet
        </Text>
      )}
      {done
        .slice(-12)
        .reverse()
        .map((entry, index) => (
          <Text key={done.length - index} size="sm" className="break">
            {entry.label}
          </Text>
        ))}
      <Text fw={600} size="sm" mt="sm">
        Saved revisions
      </Text>
      {known.data?.map((one) => (
        <UnstyledButton
          key={one.revision}
          className="revision"
          onClick={() => setNumber(one.revision)}
        >
          <Text size="sm">
            {one.revision} · {new Date(one.savedAt).toLocaleTimeString()} · {one.savedBy}
          </Text>
        </UnstyledButton>
      ))}
      <Modal
        opened={number !== undefined}
        onClose={() => setNumber(undefined)}
        title={`Revision ${number} and the text now`}
        size="80%"
      >
        {old.data !== undefined && (
          <Stack>
            <SegmentedControl
              size="xs"
              w="fit-content"
              aria-label="How it is compared"
              value={look}
              onChange={setLook}
              data={[
                { value: 'canvas', label: 'Canvas' },
                { value: 'text', label: 'Text' },
              ]}
            />
            {look === 'canvas' ? (
              <DifferenceCanvas before={old.data} after={graph} at={side} catalogue={catalogue} />
            ) : (
              <Suspense>
                <Comparison before={old.data} after={text} />
              </Suspense>
            )}
            <Button
              w="fit-content"
              onClick={() => {
                store.getState().replace(`Back to revision ${number}`, old.data);
                setNumber(undefined);
              }}
            >
              Go back to it
            </Button>
          </Stack>
        )}
      </Modal>
    </Stack>
  );
}
