import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** `issued`: the operation was begun, its answer is not there. `after`: the answer came, and nothing after it has run. */
export type Phase = 'issued' | 'after';
export const PHASES: readonly Phase[] = ['issued', 'after'];

/** The content of an instance's file `armed`. */
export interface Arming {
  point: string;
  phase: Phase;
}

/** A process came to a crash point in one phase. */
export interface Sighting {
  instance: string;
  /** The process: an instance that was started again has another one. */
  pid: number;
  /** See `momentOf`. */
  moment: string;
  /** In ms of the epoch, by the machine's clock. */
  at: number;
}

/** A process notes that it passes a moment at most this often. */
export const NOTE_EVERY_MS = 1_000;

/** A moment is a crash point in one phase: this is its name. */
export function momentOf(point: string, phase: Phase): string {
  return `${point} ${phase}`;
}

/** The files by which a campaign and one instance of a service talk. */
export function controlFiles(folder: string, instance: string) {
  const file = (kind: string) => join(folder, `${instance}.${kind}`);
  return { armed: file('armed'), fired: file('fired'), reached: file('reached'), clock: file('clock') };
}

/** The sightings in (a part of) an instance's file `reached`. */
export function readSightings(instance: string, text: string): Sighting[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [at, pid, ...moment] = line.split(' ');
    return { instance, pid: Number(pid), at: Number(at), moment: moment.join(' ') };
  });
}

/**
 * Makes the object that instrumented code calls. It looks for the file `armed` at every point: a running process must
 * hear of it at any time, and any other way to tell it would change the code under test.
 */
export function crashRuntime(
  folder: string,
  instance: string,
  die: () => void = () => process.kill(process.pid, 'SIGKILL'),
) {
  const { armed, fired, reached } = controlFiles(folder, instance);
  const notedAt = new Map<string, number>();

  function note(moment: string): void {
    // faults set the date wrong; this clock goes on as it is
    const now = performance.now();
    if (now - (notedAt.get(moment) ?? -Infinity) < NOTE_EVERY_MS) return;
    notedAt.set(moment, now);
    appendFileSync(reached, `${Math.round(performance.timeOrigin + now)} ${process.pid} ${moment}\n`);
  }

  function isTime(point: string, phase: Phase): boolean {
    note(momentOf(point, phase));
    if (!existsSync(armed)) return false;
    const arming = read();
    if (arming?.point !== point || arming.phase !== phase) return false;
    renameSync(armed, fired); // once: the process that comes after this one finds nothing armed
    return true;
  }

  /** Undefined: it was disarmed at this moment. */
  function read(): Arming | undefined {
    try {
      return JSON.parse(readFileSync(armed, 'utf8')) as Arming;
    } catch {
      return undefined;
    }
  }

  const issued = <T>(point: string, operation: T): T => {
    // by then the bytes that this turn wrote to sockets have left
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
    /** For a value that an async function returns. */
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
