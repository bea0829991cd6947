import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { follow, type Liveness } from '@/api/live';
import type { Event } from '@/api/queries';

const Context = createContext<Liveness>({ kind: 'connecting' });
/** Events come in bursts; one look at the server is enough for each. */
const BURST = 150;

/** Keeps what is shown of deployments true by the events of the server. */
export function LiveChannel({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>({ kind: 'connecting' });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const renew = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: ['deployments'] });
      }, BURST);
    };
    const stop = follow<Event>({
      path: '/events?latest=true',
      after: 0,
      onItems: renew,
      onLiveness: (next) => {
        if (next.kind === 'live' && lost) {
          renew();
        }
        lost = next.kind === 'lost' || (lost && next.kind !== 'live');
        setLiveness(next);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [queries]);
  return <Context value={liveness}>{children}</Context>;
}

export function useLiveness(): Liveness {
  return useContext(Context);
}
