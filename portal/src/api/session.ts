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

export function session(): Session | undefined {
  return current;
}

export function keepSession(next: Session | undefined): void {
  current = next;
  if (next === undefined) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  }
  listeners.forEach((listener) => listener());
}

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
