import { readFileSync } from 'node:fs';

/** What a process needs of the machine. */
export interface Usage {
  /** The part of one core since the last reading, or since the start of the process: 1 is a whole core. */
  cores: number;
  /** The memory that it holds, in bytes. */
  memory: number;
}

/** Linux counts in these on every machine that Node runs on (sysconf(_SC_CLK_TCK)). */
const TICKS_A_SECOND = 100;
/** Two readings that are closer say little. */
const LEAST_MS = 400;

interface Reading {
  atMs: number;
  cpuMs: number;
  cores: number;
}

/** Reads from /proc what processes need. Other systems than Linux have no such files. */
export class UsageMeter {
  private readonly readings = new Map<number, Reading>();

  constructor(private readonly root = '/proc') {}

  /** Undefined when the process has ended, or the system does not tell. */
  of(pid: number): Usage | undefined {
    try {
      const { cpuMs, startedAtMs } = this.read(pid);
      const memory = 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(this.file(`${pid}/status`))?.[1]);
      return Number.isFinite(memory) ? { memory, cores: this.cores(pid, cpuMs, startedAtMs) } : undefined;
    } catch {
      this.readings.delete(pid);
      return undefined;
    }
  }

  /** Forgets the processes that are not among these. */
  keepOnly(pids: readonly number[]): void {
    for (const pid of this.readings.keys()) if (!pids.includes(pid)) this.readings.delete(pid);
  }

  private cores(pid: number, cpuMs: number, startedAtMs: number): number {
    const atMs = this.uptimeMs();
    const before = this.readings.get(pid) ?? { atMs: startedAtMs, cpuMs: 0, cores: 0 };
    if (this.readings.has(pid) && atMs - before.atMs < LEAST_MS) return before.cores;
    const cores = Math.max(0, (cpuMs - before.cpuMs) / Math.max(1, atMs - before.atMs));
    this.readings.set(pid, { atMs, cpuMs, cores });
    return cores;
  }

  private read(pid: number): { cpuMs: number; startedAtMs: number } {
    // the name of the program is in parentheses and may have blanks; the fields after it are numbered from 3 (proc(5))
    const text = this.file(`${pid}/stat`);
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (number: number) => (Number(fields[number - 3]) * 1000) / TICKS_A_SECOND;
    return { cpuMs: field(14) + field(15), startedAtMs: field(22) };
  }

  private uptimeMs(): number {
    return Number(this.file('uptime').split(' ')[0]) * 1000;
  }

  private file(name: string): string {
    return readFileSync(`${this.root}/${name}`, 'utf8');
  }
}
