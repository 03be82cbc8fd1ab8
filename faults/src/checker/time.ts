import type { FaultRecord } from '../history.js';

/** For a person to read. */
export function clock(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 23) : 'never';
}

/** After a fault has ended and all processes are ready, so long may it still be felt: pauses and retries run out. */
const GRACE_MS = 3_000;

/** Whether a fault, or what it left behind, was there at some time from `from` to `to`. */
export function disturbed(faults: readonly FaultRecord[], from: number, to: number): boolean {
  return faults.some((fault) => fault.from <= to && fault.to + GRACE_MS >= from);
}

/** By when something is done that takes `limitMs` on a calm system: every fault on the way gives it as long again. */
export function deadline(faults: readonly FaultRecord[], from: number, limitMs: number): number {
  return [...faults]
    .sort((a, b) => a.from - b.from)
    .reduce(
      (due, fault) =>
        fault.from <= due && fault.to >= from ? Math.max(due, fault.to + GRACE_MS + limitMs) : due,
      from + limitMs,
    );
}
