import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { merged } from '../state/saving';

const Comparison = lazy(() =>
  import('./Comparison').then(({ Comparison: view }) => ({ default: view })),
);

/** Two people changed one draft: whose it shall be. */
export function Conflict({
  by,
  base,
  mine,
  theirs,
  onSettle,
}: {
  readonly by: string;
  /** What both began with, where it is known. */
  readonly base: string | undefined;
  readonly mine: string;
  readonly theirs: string;
  readonly onSettle: (text: string, how: string) => void;
}) {
  const both = base === undefined ? undefined : merged(base, mine, theirs);
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title="Somebody else changed this draft"
      size="80%"
    >
      <Stack>
        <Text size="sm">
          {by} saved it while you worked on it. Nothing of yours is lost: theirs is on the left,
          yours on the right. Yours is saved once you have chosen.
        </Text>
        <Suspense>
          <Comparison before={theirs} after={mine} />
        </Suspense>
        <Group>
          {both !== undefined && (
            <Button onClick={() => onSettle(both, 'Put both together')} data-autofocus>
              Put both together
            </Button>
          )}
          <Button variant="default" onClick={() => onSettle(theirs, 'Take theirs')}>
            Take theirs
          </Button>
          <Button variant="default" onClick={() => onSettle(mine, 'Keep mine')}>
            Keep mine
          </Button>
        </Group>
        {both === undefined && (
          <Text size="xs" c="dimmed">
            Both changed the same lines, so that they cannot be put together.
          </Text>
        )}
      </Stack>
    </Modal>
  );
}
