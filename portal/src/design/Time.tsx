import { useEffect, useState } from 'react';
import { usePreferences } from './preferences';
import { ago, moment } from './text';

/** The time now, anew every so often. */
export function useNow(every = 10_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** How long ago something was; when exactly, for who points at it. */
export function Ago({ at }: { readonly at: string }) {
  const now = useNow();
  const { timeZone } = usePreferences();
  return (
    <time dateTime={at} title={moment(at, timeZone)}>
      {ago(at, now)}
    </time>
  );
}

/** A moment in the zone that was chosen. */
export function Moment({ at }: { readonly at: string }) {
  const { timeZone } = usePreferences();
  return <time dateTime={at}>{moment(at, timeZone)}</time>;
}
