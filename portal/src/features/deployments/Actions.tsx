import { Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowsMaximize,
  IconChevronDown,
  IconFirstAidKit,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Details } from '@/api/queries';
import { ChangeDialog, type Asked } from './ChangeDialog';
import { DeleteDialog } from './DeleteDialog';
import { possible } from './possible';
import { useSteer } from './Steer';

/** What can be done with a deployment in its state; what changes it shows first what it would do. */
export function Actions({ deployment }: { readonly deployment: Details }) {
  const navigate = useNavigate({ from: '/deployments/$id' });
  const steer = useSteer(deployment.id);
  const [asked, setAsked] = useState<Asked>();
  const [deleting, setDeleting] = useState(false);
  const can = possible(deployment);
  return (
    <>
      {can.has('resume') ? (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={steer.isPending}
          onClick={() => steer.mutate('resume')}
        >
          Resume
        </Button>
      ) : null}
      {can.has('cancel') ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} />}
          loading={steer.isPending}
          onClick={() => steer.mutate('cancel')}
        >
          Cancel
        </Button>
      ) : null}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button
            variant="default"
            rightSection={<IconChevronDown size={16} />}
            disabled={can.size === 0}
          >
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            disabled={!can.has('change')}
            onClick={() => void navigate({ search: { tab: 'update' } })}
          >
            Update
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowsMaximize size={16} />}
            disabled={!can.has('change')}
            onClick={() => setAsked({ kind: 'scale' })}
          >
            Scale
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFirstAidKit size={16} />}
            disabled={!can.has('change')}
            onClick={() => setAsked({ kind: 'heal' })}
          >
            Heal
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowBackUp size={16} />}
            disabled={!can.has('change') || deployment.revision < 2}
            onClick={() => setAsked({ kind: 'rollback', revision: deployment.revision - 1 })}
          >
            Roll back
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPlayerPause size={16} />}
            disabled={!can.has('pause')}
            onClick={() => steer.mutate('pause')}
          >
            Pause
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRefresh size={16} />}
            disabled={!can.has('retry')}
            onClick={() => steer.mutate('retry')}
          >
            Retry
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            c="var(--fl-bad)"
            disabled={!can.has('delete')}
            onClick={() => setDeleting(true)}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === undefined ? null : (
        <ChangeDialog deployment={deployment} asked={asked} onClose={() => setAsked(undefined)} />
      )}
      {deleting ? (
        <DeleteDialog deployment={deployment} onClose={() => setDeleting(false)} />
      ) : null}
    </>
  );
}
