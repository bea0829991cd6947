import createClient, { type Middleware } from 'openapi-fetch';
import { serverAddress } from './address';
import { Fault, faultOf } from './problem';
import type { components, paths } from './schema';
import { keepSession, session } from './session';

export type Schemas = components['schemas'];

const signIn: Middleware = {
  onRequest({ request }) {
    const known = session();
    if (known !== undefined) {
      request.headers.set('Authorization', `Bearer ${known.token}`);
    }
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) {
      keepSession(undefined);
    }
    return response;
  },
};

/** The typed client of the server's API; prefer {@link answer} around each call. */
export const client = createClient<paths>({ baseUrl: serverAddress() });
client.use(signIn);

/** The body of a call's answer; throws a {@link Fault} when the server refuses or is not there. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  let result;
  try {
    result = await call;
  } catch (failure) {
    throw new Fault(0, {
      title: 'The server does not answer',
      detail: failure instanceof Error ? failure.message : String(failure),
      hint: 'Is it still running? floria portal starts it.',
    });
  }
  if (!result.response.ok) {
    throw faultOf(result.response, result.error);
  }
  return result.data as T;
}
