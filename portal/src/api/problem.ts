import type { components } from './schema';

type Body = components['schemas']['Problem'];
export type TemplateProblem = components['schemas']['TemplateProblem'];
export type Rejection = components['schemas']['Rejection'];

/** What the server answers when something is wrong (RFC 9457), or what stands in for it. */
export class Fault extends Error {
  readonly title: string;
  readonly hint: string | undefined;
  readonly problems: readonly TemplateProblem[];
  readonly rejections: readonly Rejection[];

  constructor(
    readonly status: number,
    body: Partial<Body>,
    readonly requestId?: string,
  ) {
    const title = body.title ?? `The server answered ${status}`;
    super(body.detail ?? `${title}.`);
    this.name = 'Fault';
    this.title = title;
    this.hint = body.hint;
    this.problems = body.problems ?? [];
    this.rejections = body.rejections ?? [];
  }
}

/** Makes the server's problem of a body that may be one. */
export function faultOf(response: Response, body: unknown): Fault {
  return new Fault(
    response.status,
    typeof body === 'object' && body !== null ? (body as Partial<Body>) : {},
    response.headers.get('X-Request-Id') ?? undefined,
  );
}
