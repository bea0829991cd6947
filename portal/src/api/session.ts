/**
 * Who is signed in, in this tab. A session is a token that the server made for the portal and forgets
 * after a while; it is kept per tab and never becomes part of an address.
 */
export interface Session {
  readonly token: string;
  readonly expiresAt: string;
}

type Listener = () => void;

const KEY = 'floria.session';
const listeners = new Set<Listener>();
let current: Session | undefined = read();

function read(): Session | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? undefined : (JSON.parse(text) as Session);
  } catch {
    return undefined;
  }
}

/**
 * Tabs of this origin tell each other of their session: a link that is opened in a new tab needs no
 * new sign-in, and who signs out does so everywhere.
 */
const tabs =
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('floria.session');

type Said = { kind: 'here'; session: Session } | { kind: 'gone' } | { kind: 'who' };

tabs?.addEventListener('message', (event: MessageEvent<Said>) => {
  const said = event.data;
  if (said.kind === 'who' && current !== undefined) {
    tabs.postMessage({ kind: 'here', session: current } satisfies Said);
  } else if (said.kind === 'here' && current === undefined) {
    current = said.session;
    sessionStorage.setItem(KEY, JSON.stringify(current));
    listeners.forEach((listener) => listener());
  } else if (said.kind === 'gone' && current !== undefined) {
    current = undefined;
    sessionStorage.removeItem(KEY);
    listeners.forEach((listener) => listener());
  }
});
if (current === undefined) {
  tabs?.postMessage({ kind: 'who' } satisfies Said);
}

export function session(): Session | undefined {
  return current;
}

export function keepSession(next: Session | undefined): void {
  if (next === undefined && current === undefined) {
    return;
  }
  current = next;
  if (next === undefined) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  }
  listeners.forEach((listener) => listener());
  tabs?.postMessage(next === undefined ? { kind: 'gone' } : { kind: 'here', session: next });
}

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
