const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Reads a duration as Go writes it (`1m30s`, `500ms`, `0`). Returns milliseconds, or undefined for any other
 * text.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^([\d.]+(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? NaN);
  return Number.isNaN(total) ? undefined : total;
}

/** Reads a number of bytes, with or without a unit (`1024`, `10MB`). Returns undefined for any other text. */
export function parseSize(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([KMGT]?)B?$/i.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * 1_024 ** ' KMGT'.indexOf((unit || ' ').toUpperCase());
}
