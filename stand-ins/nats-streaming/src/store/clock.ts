import { performance } from 'node:perf_hooks';

const MICROSECONDS_PER_MS = 1_000;

/** Nanoseconds since 1970, rounded down to microseconds: the runtime's clock is no finer. */
export function nowNs(): bigint {
  return BigInt(Math.floor((performance.timeOrigin + performance.now()) * MICROSECONDS_PER_MS)) * 1_000n;
}

/**
 * The time for the next message of a channel. It is never before the time of the last one, even if the clock
 * goes back.
 */
export function nextTimestamp(last: bigint): bigint {
  const now = nowNs();
  return now > last ? now : last;
}
