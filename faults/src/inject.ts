import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedFault, Scene } from './fault.js';
import type { FaultRecord } from './history.js';
import { describeFault, type Plan } from './plan.js';
import { down } from './recovery.js';

const RECOVERY_LIMIT_MS = 90_000;

/** Injects the faults of a plan at their times; resolves when all are healed and the system is up again. */
export async function injectAll(run: number, { steps }: Plan, scene: Scene): Promise<FaultRecord[]> {
  return Promise.all(
    steps.map(async ({ atMs, fault }) => {
      await sleep(atMs);
      return inject(run, fault, scene);
    }),
  );
}

async function inject(run: number, fault: PlannedFault, scene: Scene): Promise<FaultRecord> {
  const { kind, target, detail, durationMs, failsCalls, ends = [] } = fault;
  const record: FaultRecord = { run, kind, target, failsCalls, ends, detail, from: Date.now(), to: Infinity };
  scene.recorder.add('faults', record);
  await shown(scene, `Run ${run}: ${describeFault(fault)}`, async () => {
    const heal = await fault.inject(scene);
    try {
      await sleep(durationMs);
    } finally {
      await heal?.();
    }
  });
  record.healedAt = Date.now();
  const stillDown = await shown(
    scene,
    `Run ${run}: after ${kind} (${target}), until all can serve again`,
    () => down(scene.system, RECOVERY_LIMIT_MS),
  );
  if (stillDown.length > 0) record.stillDown = stillDown;
  record.to = Date.now();
  scene.recorder.write('healed', record);
  return record;
}

/** Shows a text to those who watch while the work goes on. */
async function shown<T>(scene: Scene, text: string, work: () => Promise<T>): Promise<T> {
  const end = scene.show(text);
  try {
    return await work();
  } finally {
    end();
  }
}
