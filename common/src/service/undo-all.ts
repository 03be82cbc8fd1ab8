import { withinLimit } from '../async/within-limit.js';

/** A stop takes no longer than this; what grants time to stop (`terminationGracePeriodSeconds`) must grant more. */
export const STOP_LIMIT_MS = 25_000;
/** No step of it may take longer, so that one that hangs leaves time for the others. */
const STEP_LIMIT_MS = 8_000;

/** What undoes a step of a service's start. */
export interface Undo {
  what: string;
  undo: () => Promise<unknown>;
}

/**
 * Undoes the steps, the last one first, one after the other. Each is begun, however little time is left to wait for it.
 * @param onFailure is told of each that failed or took too long.
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
