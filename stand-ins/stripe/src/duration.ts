const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads `250ms`, `2s`, `5m`, `1.5h` or `7d`. Returns milliseconds, or undefined for another text. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
