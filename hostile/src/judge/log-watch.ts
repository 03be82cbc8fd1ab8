import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The new lines of all logs of a system. The system runs at the level `warn`, so ordinary requests have no lines. */
export class LogWatch {
  private readonly read = new Map<string, number>();

  constructor(private readonly folder: string) {
    this.lines();
  }

  /** The lines since the last call, when no more come. */
  async news(): Promise<string[]> {
    const lines = this.lines();
    for (let more = true; more;) {
      await sleep(300);
      const late = this.lines();
      lines.push(...late);
      more = late.length > 0;
    }
    return lines;
  }

  private lines(): string[] {
    return readdirSync(this.folder).flatMap((name) => {
      const text = readFileSync(join(this.folder, name), 'utf8');
      const end = text.lastIndexOf('\n') + 1;
      const news = text.slice(this.read.get(name) ?? 0, end);
      this.read.set(name, end);
      return news
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `${name}: ${line}`);
    });
  }
}

const STACK = /^\S+ \s+at .+:\d+:\d+/;
const TRACE = /"traceId":"([0-9a-f]{32})"/;

/**
 * What is wrong with the lines that requests of one kind have caused.
 * @param most so many lines may be there.
 */
export function judgeLog(lines: readonly string[], most: number): string[] {
  const problems: string[] = [];
  if (lines.length > most)
    problems.push(`${lines.length} lines where ${most} may be, such as ${short(lines[0])}`);
  const stacks = lines.filter((line) => STACK.test(line));
  if (stacks.length > 0)
    problems.push(`${stacks.length} lines of stacks in logs, such as ${short(stacks[0])}`);
  const byTrace = new Map<string, number>();
  for (const line of lines) {
    const trace = TRACE.exec(line)?.[1];
    if (trace !== undefined) byTrace.set(trace, (byTrace.get(trace) ?? 0) + 1);
  }
  const wordy = [...byTrace].filter(([, count]) => count > 1);
  if (wordy.length > 0) {
    const [trace = '', count] = wordy[0]!;
    problems.push(
      `${wordy.length} requests with more than one line, one with ${count}: ${short(lines.find((line) => line.includes(trace)))}`,
    );
  }
  const unexpected = lines.filter((line) => line.includes('request failed'));
  if (unexpected.length > 0)
    problems.push(`${unexpected.length} unexpected errors in logs, such as ${short(unexpected[0])}`);
  return problems;
}

const short = (line = '') => line.slice(0, 300);
