import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningSystem } from '../testing/running-system.js';
import { cpuOf } from './cpu.js';

/** The CPU of each process while nobody does anything, in per cent of one core. */
export async function idleCpu(running: RunningSystem, seconds: number): Promise<Record<string, number>> {
  const { processes } = running.system.state();
  const before = processes.map(({ pid }) => cpuOf(pid));
  await sleep(seconds * 1000);
  return Object.fromEntries(
    processes.map(({ name, pid }, index) => [name, (cpuOf(pid) - before[index]!) / seconds / 1e4]),
  );
}
