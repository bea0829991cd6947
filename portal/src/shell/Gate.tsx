import { Center, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { onSession, session } from '@/api/session';
import { codeIn, signInWithCode } from '@/api/signIn';
import { SignInPage } from './SignInPage';

/** Shows what is inside to who is signed in, and signs in whoever comes with a code. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const known = useSyncExternalStore(onSession, session);
  const queries = useQueryClient();
  const [opening, setOpening] = useState(() => codeIn(new URL(location.href)) !== undefined);
  const [failure, setFailure] = useState<unknown>();
  const was = useRef(known !== undefined);
  const tried = useRef(false);
  useEffect(() => {
    const found = codeIn(new URL(location.href));
    if (found === undefined || tried.current) {
      return;
    }
    tried.current = true;
    // At once, so that it stays neither in the address bar nor in the history.
    history.replaceState(history.state, '', found.rest);
    signInWithCode(found.code)
      .catch(setFailure)
      .finally(() => setOpening(false));
  }, []);
  useEffect(() => {
    if (known !== undefined) {
      was.current = true;
      setFailure(undefined);
    } else if (was.current) {
      // Nobody is to see what another one was shown; how to sign in is for everybody.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'ways' });
    }
  }, [known, queries]);
  if (opening) {
    return (
      <Center mih="100vh">
        <Loader aria-label="Signing in" />
      </Center>
    );
  }
  return known === undefined ? <SignInPage failure={failure} again={was.current} /> : children;
}
