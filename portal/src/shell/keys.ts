import { useEffect } from 'react';

/** A key, or two one after the other such as `g d`, and what it does. */
export type KeyMap = Readonly<Record<string, () => void>>;

const PAUSE = 1200;

/** Whether keys go into a field. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Does what the keys say, as long as nobody types into a field. */
export function useKeys(keys: KeyMap): void {
  useEffect(() => {
    let first: string | undefined;
    let at = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      }
      const both =
        first !== undefined && event.timeStamp - at < PAUSE ? `${first} ${event.key}` : event.key;
      const action = keys[both] ?? keys[event.key];
      first = event.key;
      at = event.timeStamp;
      if (action !== undefined) {
        event.preventDefault();
        first = undefined;
        action();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [keys]);
}
