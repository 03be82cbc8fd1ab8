import { OverloadedError } from './hashing/overloaded-error.js';

interface Line {
  last: Promise<unknown>;
  length: number;
}

/** Runs the pieces of work of one key one after another. Work of other keys does not wait. */
export class InTurn {
  private readonly lines = new Map<string, Line>();

  /** @param longest how many pieces of one key may be waiting or running. */
  constructor(private readonly longest: number) {}

  /** @throws {OverloadedError} when too many wait for `key`. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= this.longest) throw new OverloadedError();
    const mine = line.last.then(work, work);
    line.last = mine;
    line.length++;
    this.lines.set(key, line);
    try {
      return await mine;
    } finally {
      if (--line.length === 0) this.lines.delete(key);
    }
  }
}
