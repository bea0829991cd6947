/** Where the portal lies below its origin: the server says it with a base element. */
export function portalPath(): string {
  return new URL(document.baseURI).pathname.replace(/\/$/, '');
}

/** The address of the API, which lies beside the portal, behind whatever prefix. */
export function serverAddress(): string {
  return new URL(import.meta.env.DEV ? '/' : '../', document.baseURI).href.replace(/\/$/, '');
}
