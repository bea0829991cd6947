/** A message of a stream of server-sent events (HTML, section 9.2). */
export interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Takes a stream's text in pieces of any size; messages come out whole. */
export class MessageReader {
  private rest = '';
  private id = '';
  private event = '';
  private data: string[] = [];

  read(piece: string): Message[] {
    const found: Message[] = [];
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.data.length > 0) {
          found.push({ id: this.id, event: this.event || 'message', data: this.data.join('\n') });
        }
        this.event = '';
        this.data = [];
      } else if (!line.startsWith(':')) {
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'id') {
          this.id = value;
        } else if (field === 'event') {
          this.event = value;
        } else if (field === 'data') {
          this.data.push(value);
        }
      }
    }
    return found;
  }
}
