import { answer, client } from './client';
import { keepSession } from './session';

/**
 * A way to sign in. Today the server has one, its token; a further one, such as an OpenID provider,
 * is one more entry of {@link ways} with what it does when it is chosen.
 */
export interface Way {
  readonly kind: string;
  readonly title: string;
}

/** The ways that the server has. */
export async function ways(): Promise<Way[]> {
  return (await answer(client.GET('/api/v1/sessions/ways'))).items;
}

/** Opens a session with the server's token, which is not kept. */
export async function signInWithToken(token: string): Promise<void> {
  keepSession(await answer(client.POST('/api/v1/sessions', { body: { token } })));
}

/** Opens a session with a code that works once. */
export async function signInWithCode(code: string): Promise<void> {
  keepSession(await answer(client.POST('/api/v1/sessions', { body: { code } })));
}

export async function signOut(): Promise<void> {
  try {
    await answer(client.DELETE('/api/v1/sessions/current'));
  } finally {
    keepSession(undefined);
  }
}

/** The code in an address, and the address without it. */
export function codeIn(address: URL): { code: string; rest: string } | undefined {
  const code = new URLSearchParams(address.hash.replace(/^#/, '')).get('code');
  return code === null ? undefined : { code, rest: address.pathname + address.search };
}
