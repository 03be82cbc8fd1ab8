import type { FaultRecord } from '../history.js';

/** A time of day that people can read. */
export function clock(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 23) : 'never';
}

/** A fault may be felt for this long after all processes are ready again: pauses and retries run out. */
const GRACE_MS = 3_000;

/** Whether a fault or its consequences were there at some time from `from` to `to`. */
export function disturbed(faults: readonly FaultRecord[], from: number, to: number): boolean {
  return faults.some((fault) => fault.from <= to && fault.to + GRACE_MS >= from);
}

/**
 * The latest time at which something must be done that takes at most `limitMs` on a calm system. Every fault on the way
 * gives it as long again.
 */
export function deadline(faults: readonly FaultRecord[], from: number, limitMs: number): number {
  return [...faults]
    .sort((a, b) => a.from - b.from)
    .reduce(
      (due, fault) =>
        fault.from <= due && fault.to >= from ? Math.max(due, fault.to + GRACE_MS + limitMs) : due,
      from + limitMs,
    );
}
