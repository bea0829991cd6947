/** What is said first of several copies: the worst, then what changes, then what stands. */
const ORDER = [
  'error',
  'deleting',
  'stopping',
  'creating',
  'configuring',
  'starting',
  'initial',
  'created',
  'configured',
  'started',
] as const;

/** One word for the copies of a node. */
export function stateOf(states: readonly string[]): string {
  return ORDER.find((state) => states.includes(state)) ?? states[0] ?? 'initial';
}
