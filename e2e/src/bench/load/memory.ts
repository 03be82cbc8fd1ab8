import { setTimeout as sleep } from 'node:timers/promises';
import { RunningSystem } from '../../testing/running-system.js';
import { memoryOf } from '../cpu.js';
import type { Row } from '../table.js';
import { Sender } from './load.js';

const MINUTES = Number(process.env.MINUTES ?? 15);
/** Requests a second: about half of what two slow cores can do. `load` tells the highest rate. */
const RATE = Number(process.env.RATE ?? 300);
const SAMPLE_MS = 5_000;
/** Caches and heaps find their size in this part of the time. */
const SETTLING = 1 / 3;

/** Measures how the memory of each process changes under load that goes on. */
export async function memory(): Promise<Row[]> {
  console.log(`Memory at ${RATE} requests a second for ${MINUTES} minutes`);
  const running = await RunningSystem.start({ expirationWindowSeconds: 900, logLevel: 'info' });
  const sender = new Sender();
  try {
    const send = await sender.for(running);
    const { processes } = running.system.state();
    const samples: { hours: number; used: number[] }[] = [];
    const began = performance.now();
    let over = false;
    const work = send({ seconds: MINUTES * 60, rate: RATE }).finally(() => (over = true));
    while (!over) {
      samples.push({
        hours: (performance.now() - began) / 3_600_000,
        used: processes.map(({ pid }) => memoryOf(pid)),
      });
      await Promise.race([work, sleep(SAMPLE_MS)]);
    }
    const { seconds } = await work;
    const sent = seconds.reduce((sum, { latencies }) => sum + latencies.length, 0);
    const rows: Row[] = [{ what: `${MINUTES} minutes of load: requests answered`, measured: String(sent) }];
    const settled = samples.slice(Math.floor(samples.length * SETTLING));
    processes.forEach(({ name }, index) => {
      const points = settled.map(({ hours, used }): [number, number] => [hours, used[index]!]);
      rows.push({
        what: `  ${name}: MB at the end, and MB more in each hour`,
        measured: `${Math.round(points.at(-1)![1])}, ${slope(points).toFixed(1)}`,
      });
    });
    return rows;
  } finally {
    sender.stop();
    await running.stop();
  }
}

/** The slope of the line that fits best, by least squares. */
function slope(points: readonly [x: number, y: number][]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
