import { performance } from 'node:perf_hooks';

const MICROSECONDS_PER_MS = 1_000;

/** Nanoseconds since 1970, as fine as the runtime tells them. */
export function nowNs(): bigint {
  return BigInt(Math.floor((performance.timeOrigin + performance.now()) * MICROSECONDS_PER_MS)) * 1_000n;
}

/** The time for the next message of a channel: never before that of the last one, whatever the clock does. */
export function nextTimestamp(last: bigint): bigint {
  const now = nowNs();
  return now > last ? now : last;
}
