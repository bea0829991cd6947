import type { Details } from '@/api/queries';

export type Action = 'cancel' | 'pause' | 'resume' | 'retry' | 'change' | 'delete';

const OF: Readonly<Record<string, readonly Action[]>> = {
  deploying: ['cancel', 'pause', 'delete'],
  updating: ['cancel', 'pause', 'change', 'delete'],
  paused: ['resume', 'cancel', 'delete'],
  running: ['change', 'delete'],
  failed: ['retry', 'change', 'delete'],
  cancelled: ['retry', 'change', 'delete'],
  deleting: ['cancel'],
  delete_failed: ['retry', 'delete'],
  data_kept: ['delete'],
  deleted: [],
};

/** What makes sense in the state of a deployment; the server has the say. */
export function possible(deployment: Pick<Details, 'status'>): ReadonlySet<Action> {
  return new Set(OF[deployment.status.replaceAll('-', '_')] ?? ['delete']);
}
