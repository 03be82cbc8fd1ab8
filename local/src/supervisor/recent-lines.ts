/** A line that a process has printed. */
export interface RecentLine {
  /** 1 for the first line of the run, then 2, 3 … */
  number: number;
  /** When the line arrived, in ms since 1970. */
  at: number;
  process: string;
  text: string;
}

const MOST_LINES = 5_000;
const MOST_CHARACTERS = 4_000;

/** Keeps the newest lines of all processes in memory, so that they can be searched and watched. */
export class RecentLines {
  private readonly lines: RecentLine[] = [];
  private readonly listeners = new Set<(line: RecentLine) => void>();
  private count = 0;

  constructor(private readonly most = MOST_LINES) {}

  add(process: string, text: string): void {
    const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text;
    const line = { number: ++this.count, at: Date.now(), process, text: cut };
    this.lines[(line.number - 1) % this.most] = line;
    for (const listener of this.listeners) listener(line);
  }

  /** The lines that pass, the newest first, at most so many. */
  newest(passes: (line: RecentLine) => boolean, limit: number): RecentLine[] {
    const found: RecentLine[] = [];
    const oldest = Math.max(1, this.count - this.most + 1);
    for (let number = this.count; number >= oldest && found.length < limit; number--) {
      const line = this.lines[(number - 1) % this.most];
      if (line && passes(line)) found.push(line);
    }
    return found;
  }

  /** Calls the listener for each new line. Returns the function that ends this. */
  listen(listener: (line: RecentLine) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
