import type { Event } from '@/api/queries';

/** What is looked for; it stands in the address. */
export type AuditSearch = {
  readonly q?: string;
  readonly by?: string;
  /** `all`: what followed by itself too, not only what somebody asked for. */
  readonly show?: 'all';
};

export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const { q, by, show } = search;
  return {
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(typeof by === 'string' ? { by } : {}),
    ...(show === 'all' ? { show } : {}),
  };
}

/** Whether an event is that somebody asked for something, or how that ended. */
export function isDecision({ type }: Event): boolean {
  return /^(deployment|run|revision|draft)\./.test(type);
}

export function found(events: readonly Event[], { q = '', by, show }: AuditSearch): Event[] {
  const wanted = q.trim().toLowerCase();
  return events.filter(
    (event) =>
      (show === 'all' || isDecision(event)) &&
      (by === undefined || event.actor === by) &&
      (wanted === '' ||
        [event.message, event.type, event.node ?? '', event.deployment].some((words) =>
          words.toLowerCase().includes(wanted),
        )),
  );
}

/** A table for other programs (RFC 4180); no cell is taken for a formula by one that would run it. */
export function csv(events: readonly Event[]): string {
  const cell = (words: string) => {
    const safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = events.map(({ id, at, actor, type, deployment, run, node, message }) =>
    [String(id), at, actor, type, deployment, run ?? '', node ?? '', message].map(cell).join(','),
  );
  return `${['id,at,actor,type,deployment,run,node,message', ...rows].join('\r\n')}\r\n`;
}
