import { withinLimit } from '../async/within-limit.js';

/** A stop takes at most this long. A cluster must grant more time (`terminationGracePeriodSeconds`). */
export const STOP_LIMIT_MS = 25_000;
/** A step takes at most this long, so that a step that hangs leaves time for the others. */
const STEP_LIMIT_MS = 8_000;

/** The function that undoes a step of a service's start. */
export interface Undo {
  /** The name of the step. */
  what: string;
  undo: () => Promise<unknown>;
}

/**
 * Undoes the steps one after the other, the last one first. Every step begins, even when no time is left to wait for it.
 * @param onFailure is called for each step that failed or took too long.
 */
export async function undoAll(
  steps: readonly Undo[],
  onFailure: (what: string, error: unknown) => void,
  { stepMs, totalMs } = { stepMs: STEP_LIMIT_MS, totalMs: STOP_LIMIT_MS },
): Promise<void> {
  const end = Date.now() + totalMs;
  for (const { what, undo } of steps.toReversed()) {
    const limit = Math.min(stepMs, Math.max(0, end - Date.now()));
    await withinLimit(undo(), limit, what).catch((error: unknown) => onFailure(what, error));
  }
}
