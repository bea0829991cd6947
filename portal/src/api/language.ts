import { serverAddress } from './address';
import { answer, client } from './client';
import { onSession, session } from './session';

/** A connection to the language server: questions with answers, and what either side just says. */
export type Speaking = {
  readonly ask: <T>(method: string, params: unknown) => Promise<T>;
  readonly tell: (method: string, params: unknown) => void;
};

type Message = {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

type Asked = {
  readonly resolve: (result: never) => void;
  readonly reject: (failure: Error) => void;
};

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/**
 * Speaks with the language server until it is stopped, and connects again after a break.
 *
 * @param begun a new connection knows nothing of what was said on the last one
 * @param told what the server says by itself
 * @param lost there is no connection now
 */
export function speak(
  begun: (speaking: Speaking) => void,
  told: (method: string, params: unknown) => void,
  lost: () => void,
): () => void {
  let stopped = false;
  let wait = FIRST_WAIT;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const again = () => {
    lost();
    if (!stopped) {
      timer = setTimeout(() => void connect(), wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  };

  const connect = async () => {
    if (session() === undefined) {
      return;
    }
    try {
      const { ticket } = await answer(client.POST('/api/v1/language/tickets'));
      if (!stopped) {
        socket = listen(ticket);
      }
    } catch {
      again();
    }
  };

  const listen = (ticket: string) => {
    const address = `${serverAddress().replace(/^http/, 'ws')}/api/v1/language`;
    const made = new WebSocket(address, ['floria.lsp', `floria.ticket.${ticket}`]);
    const waiting = new Map<number, Asked>();
    let number = 0;
    const send = (message: object) => {
      if (made.readyState === WebSocket.OPEN) {
        made.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
      }
    };
    const speaking: Speaking = {
      tell: (method, params) => send({ method, params }),
      ask: (method, params) =>
        new Promise((resolve, reject) => {
          number++;
          waiting.set(number, { resolve, reject });
          send({ id: number, method, params });
          if (made.readyState !== WebSocket.OPEN) {
            waiting.delete(number);
            reject(new Error('the language server is not there'));
          }
        }),
    };
    made.onopen = () => {
      void speaking.ask('initialize', { processId: null, rootUri: null, capabilities: {} }).then(
        () => {
          wait = FIRST_WAIT;
          speaking.tell('initialized', {});
          begun(speaking);
        },
        () => made.close(),
      );
    };
    made.onmessage = (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as Message;
      if (message.method !== undefined) {
        told(message.method, message.params);
        return;
      }
      const asked = waiting.get(Number(message.id));
      waiting.delete(Number(message.id));
      if (message.error === undefined) {
        asked?.resolve(message.result as never);
      } else {
        asked?.reject(new Error(message.error.message));
      }
    };
    made.onclose = () => {
      waiting.forEach(({ reject }) => reject(new Error('the language server is gone')));
      again();
    };
    return made;
  };

  const forget = onSession(() => {
    if (session() !== undefined && (socket === undefined || socket.readyState > 1)) {
      clearTimeout(timer);
      void connect();
    }
  });
  void connect();
  return () => {
    stopped = true;
    forget();
    clearTimeout(timer);
    socket?.close();
  };
}
