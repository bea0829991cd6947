import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '@/api/client';
import type { Details } from '@/api/queries';
import { Failed, Note } from '@/design/Panel';
import { counted, price } from '@/design/text';

/** Takes everything down; asks for the name, since what is gone is gone. */
export function DeleteDialog({
  deployment,
  onClose,
}: {
  readonly deployment: Details;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [keepData, setKeepData] = useState(false);
  const [force, setForce] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      answer(
        client.DELETE('/api/v1/deployments/{deployment}', {
          params: { path: { deployment: deployment.id }, query: { keepData, force } },
        }),
      ),
    onSuccess: () => {
      notifications.show({ message: `${deployment.name} is being taken down.` });
      void queries.invalidateQueries({ queryKey: ['deployments'] });
      onClose();
    },
  });
  const places = [...new Set(deployment.nodes.map((node) => node.site))];
  return (
    <Modal opened onClose={onClose} title={`Delete ${deployment.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <Stack>
          <Note tone="bad" title={`${counted(deployment.nodes.length, 'instance')} are taken down`}>
            {places.length === 0 ? 'Nothing is left at any site.' : `At ${places.join(', ')}. `}
            {keepData
              ? 'Volumes stay, and may go on costing.'
              : 'Volumes and their data are lost.'}{' '}
            {deployment.placement.pricePerHour > 0
              ? `It costs ${price(deployment.placement.pricePerHour, deployment.placement.currency)} per hour now.`
              : ''}
          </Note>
          <Checkbox
            label="Leave the volumes in place"
            checked={keepData}
            onChange={(event) => setKeepData(event.currentTarget.checked)}
          />
          <Checkbox
            label="By force"
            description="Runs no operations, and gives up and reports what cannot be removed."
            checked={force}
            onChange={(event) => setForce(event.currentTarget.checked)}
          />
          <TextInput
            label={`Type ${deployment.name} to go on`}
            data-autofocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {remove.isError ? <Failed failure={remove.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Keep it
            </Button>
            <Button
              type="submit"
              color="red"
              loading={remove.isPending}
              disabled={name !== deployment.name}
            >
              Delete
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
