import { useSyncExternalStore } from 'react';

/** What a person has chosen for this browser. */
export interface Preferences {
  readonly timeZone: 'local' | 'utc';
}

const KEY = 'floria.preferences';
const STANDARD: Preferences = { timeZone: 'local' };
const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    return { ...STANDARD, ...kept };
  } catch {
    return STANDARD;
  }
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  listeners.forEach((listener) => listener());
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
