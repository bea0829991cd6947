import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '@/api/client';
import { Failed } from '@/design/Panel';

export type How = 'cancel' | 'pause' | 'resume' | 'retry';

const DONE: Readonly<Record<How, string>> = {
  cancel: 'It stops after the steps in flight.',
  pause: 'It stands still after the steps in flight.',
  resume: 'It goes on.',
  retry: 'It goes on from what failed.',
};

/** Steers the newest run of a deployment. */
export function useSteer(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (how: How) => {
      const params = { path: { deployment: id } };
      switch (how) {
        case 'cancel':
          return answer(client.POST('/api/v1/deployments/{deployment}/cancel', { params }));
        case 'pause':
          return answer(client.POST('/api/v1/deployments/{deployment}/pause', { params }));
        case 'resume':
          return answer(client.POST('/api/v1/deployments/{deployment}/resume', { params }));
        case 'retry':
          return answer(client.POST('/api/v1/deployments/{deployment}/retry', { params }));
      }
    },
    onSuccess: (_, how) => notifications.show({ message: DONE[how] }),
    onError: (failure) =>
      notifications.show({ color: 'red', title: 'This cannot be done', message: failure.message }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['deployments'] }),
  });
}

export function SteerButton({
  id,
  how,
  title,
}: {
  readonly id: string;
  readonly how: How;
  readonly title: string;
}) {
  const steer = useSteer(id);
  return (
    <Button size="xs" loading={steer.isPending} onClick={() => steer.mutate(how)}>
      {title}
    </Button>
  );
}

/** Goes on without a failed step, for a reason that is kept. */
export function SkipButton({
  id,
  step,
  node,
}: {
  readonly id: string;
  readonly step: string;
  readonly node: string;
}) {
  const [open, dialog] = useDisclosure(false);
  const [why, setWhy] = useState('');
  const queries = useQueryClient();
  const skip = useMutation({
    mutationFn: () =>
      answer(
        client.POST('/api/v1/deployments/{deployment}/skip', {
          params: { path: { deployment: id } },
          body: { step, why },
        }),
      ),
    onSuccess: () => {
      dialog.close();
      return queries.invalidateQueries({ queryKey: ['deployments'] });
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={dialog.open}>
        Skip this step
      </Button>
      <Modal opened={open} onClose={dialog.close} title={`Go on without this step of ${node}`}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            skip.mutate();
          }}
        >
          <Stack>
            <span>The run goes on as if the step had succeeded. The reason is kept.</span>
            <TextInput
              label="Reason"
              required
              data-autofocus
              value={why}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
            {skip.isError ? <Failed failure={skip.error} /> : null}
            <Group justify="flex-end">
              <Button variant="default" onClick={dialog.close}>
                Leave it
              </Button>
              <Button type="submit" loading={skip.isPending} disabled={why.trim() === ''}>
                Skip the step
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
