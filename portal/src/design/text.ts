const UNITS: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [31_536_000, 'year'],
  [2_592_000, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** How long ago, in words. */
export function ago(at: string, now: number): string {
  // The clock of the server may be a little ahead.
  const seconds = Math.min(0, Math.round((Date.parse(at) - now) / 1000));
  const [size, unit] = UNITS.find(([size]) => Math.abs(seconds) >= size) ?? [1, 'second'];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

/** A moment, to the second, in the zone that was chosen. */
export function moment(at: string, zone: 'local' | 'utc', seconds = true): string {
  return new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: seconds ? 'medium' : 'short',
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(new Date(at));
}

/** The time of day with thousandths, as logs have it. */
export function clock(at: string, zone: 'local' | 'utc'): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(new Date(at));
}

/** A stretch of time in at most two units. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${Math.max(0, Math.round(milliseconds))} ms`;
  }
  if (milliseconds < 60_000) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  const minutes = Math.floor(milliseconds / 60_000);
  return minutes < 60
    ? `${minutes} min ${Math.round((milliseconds % 60_000) / 1000)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A size in binary units. */
export function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = count;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${Number(size.toFixed(1))} ${units[unit]}`;
}

/** An amount of money for an hour; nothing is free. */
export function price(amount: number, currency: string): string {
  return amount === 0
    ? 'free'
    : `${amount.toLocaleString('en', { maximumFractionDigits: 4, minimumFractionDigits: 2 })} ${currency}`;
}

/** Amounts by currency, as they are paid; what has no known price is told apart from what is free. */
export function costs(amounts: Readonly<Record<string, number>>, unpriced = 0, digits = 4): string {
  const words = Object.entries(amounts).map(
    ([currency, amount]) =>
      `${amount.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: 2 })} ${currency}`,
  );
  if (unpriced > 0) {
    words.push(`${unpriced} of unknown price`);
  }
  return words.length === 0 ? 'nothing' : words.join(' + ');
}

/** A value as a person reads it: text as it is, everything else as JSON. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** "1 step", "2 steps". */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}
