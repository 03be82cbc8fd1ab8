import type { Recorder } from './history.js';

const LOOK_MS = 500;
/** A shorter standstill is harmless: the system's own time limits are longer. */
const LONGEST_MS = 10_000;
/** Connections that stood still are given up and made anew within this time. */
const RECOVERY_MS = 15_000;

/**
 * Notices that the driver stood still: a laptop slept, or a verdict over a long history kept the driver busy. Every link
 * leads through the driver and stood still as well. Calls that failed because of it say nothing about the system. So a
 * standstill is recorded as a fault that nobody planned.
 * @returns a function that ends the watch.
 */
export function watchStandstill(recorder: Recorder, say: (line: string) => void = console.error): () => void {
  let last = Date.now();
  const look = () => {
    const now = Date.now();
    const seconds = Math.round((now - last) / 1000);
    if (now - last > LONGEST_MS) {
      say(
        `the driver stood still for ${seconds} s, and every link with it; calls that failed because of it do not count`,
      );
      recorder.add('faults', {
        run: 0,
        kind: 'standstill',
        target: 'every link',
        failsCalls: true,
        ends: [],
        detail: { seconds },
        from: last,
        healedAt: now,
        to: now + RECOVERY_MS,
      });
    }
    last = now;
  };
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
}
