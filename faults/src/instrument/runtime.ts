import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** `issued`: the operation was begun, its answer is not there. `after`: the answer came, and nothing after it has run. */
export type Phase = 'issued' | 'after';
export const PHASES: readonly Phase[] = ['issued', 'after'];

/** What stands in an instance's control file. */
export interface Arming {
  point: string;
  phase: Phase;
}

/** The files by which a campaign and one instance of a service talk. */
export function controlFiles(folder: string, instance: string) {
  const file = (kind: string) => join(folder, `${instance}.${kind}`);
  return { armed: file('armed'), fired: file('fired'), reached: file('reached'), clock: file('clock') };
}

/**
 * What instrumented code calls. `armed` is looked for at every point: it may come at any time, and a running process
 * has no other ear for it that would not be a change of what is tested.
 */
export function crashRuntime(
  folder: string,
  instance: string,
  die: () => void = () => process.kill(process.pid, 'SIGKILL'),
) {
  const { armed, fired, reached } = controlFiles(folder, instance);
  const known = new Set<string>();

  function isTime(point: string, phase: Phase): boolean {
    if (!known.has(point)) {
      known.add(point);
      appendFileSync(reached, `${point}\n`);
    }
    if (!existsSync(armed)) return false;
    const arming = read();
    if (arming?.point !== point || arming.phase !== phase) return false;
    renameSync(armed, fired); // once: the process that comes after this one finds nothing armed
    return true;
  }

  /** Undefined: it was disarmed this moment. */
  function read(): Arming | undefined {
    try {
      return JSON.parse(readFileSync(armed, 'utf8')) as Arming;
    } catch {
      return undefined;
    }
  }

  const issued = <T>(point: string, operation: T): T => {
    // what was written to sockets in this turn has left by then
    if (isTime(point, 'issued')) setImmediate(die);
    return operation;
  };
  const after = <T>(point: string, answer: T): T => {
    if (isTime(point, 'after')) die();
    return answer;
  };
  return {
    issued,
    after,
    /** For what an async function returns. */
    settled: (point: string, value: unknown) =>
      isThenable(value)
        ? Promise.resolve(issued(point, value)).then((answer) => after(point, answer))
        : after(point, issued(point, value)),
    each: async function* (point: string, values: AsyncIterable<unknown>) {
      for await (const value of issued(point, values)) yield after(point, value);
    },
    /** For a call that has no answer: `issued` lets its bytes leave, `after` does not. */
    done: (point: string, result: unknown) => after(point, issued(point, result)),
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
