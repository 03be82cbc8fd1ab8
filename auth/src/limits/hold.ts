import { setTimeout as sleep } from 'node:timers/promises';

/** Slows an attempt down. It ends early when the client leaves. */
export type Hold = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Longer than any setting allows: the attempt is held for as long as the setting says. */
export const LONGEST_HOLD = Infinity;

/** Each held attempt keeps a connection open, so no more than these are held at a time. Further ones are not. */
const MAX_HELD = 500;
let held = 0;

export const hold: Hold = async (ms, signal) => {
  if (held >= MAX_HELD) return;
  held++;
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // the client has left: nothing is done for it
  } finally {
    held--;
  }
};
