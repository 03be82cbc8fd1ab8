import { CommandError } from './errors.js';

const EVERY = 16;

/**
 * The time limit (`maxTimeMS`) of the command that runs now. There is one at a time, because a command runs to
 * its end before another one starts.
 */
class TimeLimit {
  private endsAt = Infinity;
  private steps = 0;

  /** Starts the time of a command. Zero and undefined mean that there is no limit. */
  start(milliseconds: number | undefined): void {
    this.endsAt = milliseconds ? performance.now() + milliseconds : Infinity;
  }

  /** Loops over documents call this for each of them. It reads the clock only now and then. */
  check(): void {
    if (this.endsAt === Infinity || ++this.steps % EVERY !== 0) return;
    if (performance.now() > this.endsAt) throw new CommandError(50, 'operation exceeded time limit');
  }
}

export const timeLimit = new TimeLimit();
