import {
  IconAlertTriangle,
  IconArchive,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconLoader2,
  IconPlayerPause,
  IconPlayerSkipForward,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';

export type Tone = 'ok' | 'busy' | 'bad' | 'warn' | 'off';

interface Look {
  readonly tone: Tone;
  readonly icon: Icon;
  readonly turns?: boolean;
}

const busy: Look = { tone: 'busy', icon: IconLoader2, turns: true };
const ok: Look = { tone: 'ok', icon: IconCircleCheck };
const bad: Look = { tone: 'bad', icon: IconAlertTriangle };
const off: Look = { tone: 'off', icon: IconCircleDashed };

const LOOKS: Readonly<Record<string, Look>> = {
  running: ok,
  succeeded: ok,
  started: ok,
  ready: ok,
  active: busy,
  deploying: busy,
  updating: busy,
  deleting: busy,
  creating: busy,
  starting: busy,
  stopping: busy,
  configuring: busy,
  failed: bad,
  error: bad,
  delete_failed: bad,
  unhealthy: bad,
  lost: bad,
  paused: { tone: 'warn', icon: IconPlayerPause },
  cancelled: { tone: 'warn', icon: IconCircleX },
  superseded: { tone: 'off', icon: IconPlayerSkipForward },
  skipped: { tone: 'off', icon: IconPlayerSkipForward },
  deleted: { tone: 'off', icon: IconTrash },
  data_kept: { tone: 'off', icon: IconArchive },
};

/** How a state looks; one that is not known looks as if nothing were known of it. */
export function look(state: string): Look {
  return LOOKS[state.replaceAll('-', '_')] ?? off;
}

/** The state in words. */
export function stateWords(state: string): string {
  const words = state.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const STEPS: Readonly<Record<string, string>> = {
  'resource.ensure': 'Make',
  'resource.release': 'Give back',
  'resource.change': 'Change',
  operation: 'Run operation',
  'process.start': 'Start program',
  'process.stop': 'Stop program',
  ready: 'Wait until ready',
  job: 'Run job',
};

/** What a step does, in words; of an operation the name, which stands in the step's id. */
export function stepWords(kind: string, id = ''): string {
  const name = id.split('/').at(-1);
  return kind === 'operation' && name
    ? `Run ${name}`
    : (STEPS[kind] ?? stateWords(kind.replaceAll('.', ' ')));
}

/** A state by shape, word and colour. */
export function Status({ state, words }: { readonly state: string; readonly words?: string }) {
  const { tone, icon: Shape, turns } = look(state);
  return (
    <span className="fl-status" data-tone={tone} data-state={state}>
      <Shape size={16} aria-hidden className={turns ? 'fl-turn' : undefined} />
      {words ?? stateWords(state)}
    </span>
  );
}

/** A step's state: one that runs in a list of steps is busy, not well. */
export function StepStatus({ state }: { readonly state: string }) {
  return state === 'running' ? <Status state="active" words="Running" /> : <Status state={state} />;
}
