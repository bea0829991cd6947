import { serverAddress } from './address';
import { keepSession, session } from './session';
import { MessageReader } from './sse';

/** Whether a stream is there now; when it will be tried again if not. */
export type Liveness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly again: number };

interface Reading<T> {
  /** Below the API, such as `/events`. */
  readonly path: string;
  /** The id of the last message that is known; reading goes on after it. */
  readonly after: number;
  readonly onItems: (items: T[]) => void;
  readonly onLiveness?: (liveness: Liveness) => void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** Three heartbeats of the server: a lost network is not told otherwise. */
const SILENCE = 50_000;

/**
 * Follows a stream of the server until it is stopped. After a break it goes on behind the last
 * message: each comes once and in order.
 */
export function follow<T>(reading: Reading<T>): () => void {
  const stopped = new AbortController();
  void run(reading, stopped.signal);
  return () => stopped.abort();
}

async function run<T>(reading: Reading<T>, stopped: AbortSignal): Promise<void> {
  let last = reading.after;
  let wait = FIRST_WAIT;
  while (!stopped.aborted) {
    await visible(stopped);
    reading.onLiveness?.({ kind: 'connecting' });
    const silence = new AbortController();
    const hide = () => {
      if (document.hidden) {
        silence.abort();
      }
    };
    document.addEventListener('visibilitychange', hide);
    let timer = setTimeout(() => silence.abort(), SILENCE);
    try {
      const response = await fetch(`${serverAddress()}/api/v1${reading.path}`, {
        headers: {
          Accept: 'text/event-stream',
          Authorization: `Bearer ${session()?.token ?? ''}`,
          ...(last > 0 ? { 'Last-Event-ID': String(last) } : {}),
        },
        signal: AbortSignal.any([stopped, silence.signal]),
      });
      if (response.status === 401) {
        keepSession(undefined);
        return;
      }
      if (!response.ok || response.body === null) {
        throw new Error(`the server answered ${response.status}`);
      }
      reading.onLiveness?.({ kind: 'live' });
      wait = FIRST_WAIT;
      const messages = new MessageReader();
      const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let piece = await text.read(); !piece.done; piece = await text.read()) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE);
        const items = messages.read(piece.value);
        if (items.length > 0) {
          last = Number(items.at(-1)?.id ?? last);
          reading.onItems(items.map((item) => JSON.parse(item.data) as T));
        }
      }
    } catch {
      // Whatever it was, the answer is the same: go on behind what is known.
    } finally {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hide);
    }
    if (!stopped.aborted) {
      reading.onLiveness?.({ kind: 'lost', again: Date.now() + wait });
      await new Promise((resolve) => {
        const pause = setTimeout(resolve, wait);
        stopped.addEventListener('abort', () => {
          clearTimeout(pause);
          resolve(undefined);
        });
      });
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
}

/**
 * Waits until the tab is seen. A browser has six connections for a server, whatever the number of
 * tabs: those that nobody looks at must not hold any.
 */
function visible(stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!document.hidden || stopped.aborted) {
        document.removeEventListener('visibilitychange', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
    stopped.addEventListener('abort', look);
    look();
  });
}
