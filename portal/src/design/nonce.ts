/**
 * The nonce under which the server's policy allows style elements of this page; whoever makes one
 * (Mantine, CodeMirror by `EditorView.cspNonce`) names it.
 */
export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
