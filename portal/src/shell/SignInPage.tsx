import { Button, Center, PasswordInput, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { signInWithToken, ways, type Way } from '@/api/signIn';
import { Answer, Failed, Note } from '@/design/Panel';
import { Logo } from './Logo';

/** What is shown to whoever is not signed in; the wanted page comes afterwards. */
export function SignInPage({ failure, again }: { failure: unknown; again: boolean }) {
  const known = useQuery({ queryKey: ['ways'], queryFn: ways });
  return (
    <Center component="main" mih="100vh" p={16}>
      <Stack w="min(400px, 100%)" gap={18}>
        <Stack align="center" gap={8}>
          <Logo size={44} />
          <Title order={1} size="h3">
            Sign in to Floria
          </Title>
        </Stack>
        {again ? (
          <Note tone="warn" title="You are signed out">
            The session has ended. What you were writing is still here.
          </Note>
        ) : null}
        {failure === undefined ? null : <Failed failure={failure} />}
        <Answer query={known}>
          {(found) => found.map((way) => <WayForm key={way.kind} way={way} />)}
        </Answer>
        <span className="fl-faint">
          The command <code className="fl-key">floria portal</code> prints an address that signs you
          in without typing anything.
        </span>
      </Stack>
    </Center>
  );
}

/** Each way to sign in brings its own form. */
function WayForm({ way }: { readonly way: Way }) {
  return way.kind === 'token' ? <TokenForm title={way.title} /> : null;
}

function TokenForm({ title }: { readonly title: string }) {
  const [token, setToken] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    signInWithToken(token).catch((reason: unknown) => {
      setFailure(reason);
      setBusy(false);
    });
  };
  return (
    <form className="fl-panel" onSubmit={submit}>
      <Stack p={16}>
        <PasswordInput
          label={title}
          description="In the file token of the server's state folder."
          autoComplete="off"
          autoFocus
          required
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        {failure === undefined ? null : <Failed failure={failure} />}
        <Button type="submit" loading={busy} disabled={token === ''}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
