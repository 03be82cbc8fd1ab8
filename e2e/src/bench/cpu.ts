import { readdirSync, readFileSync } from 'node:fs';

/** The CPU time that the threads of a process have used since they began, in µs, from `/proc` (Linux). */
export function cpuOf(pid: number): number {
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads).reduce((sum, thread) => {
    // its first figure is the time on a processor, in ns (Documentation/scheduler/sched-stats)
    const [nanoseconds] = readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1e3;
  }, 0);
}

/** The resident memory of a process, in MB. */
export function memoryOf(pid: number): number {
  const [, kB] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kB) / 1024;
}
