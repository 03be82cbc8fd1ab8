import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind } from '../fault.js';
import { drawProcesses, serveCalls } from './targets.js';

/** kill -9: the process has no chance to finish anything. */
export const kill = ending('kill', 'SIGKILL', 4);

/** SIGTERM: the process stops in good order, and is started again. */
export const terminate = ending('terminate', 'SIGTERM', 2);

function ending(name: string, signal: NodeJS.Signals, weight: number): FaultKind {
  return {
    name,
    weight,
    draw(random) {
      const names = drawProcesses(random);
      // a process that is just starting again may die once more
      const pauses = Array.from({ length: random.pick([0, 0, 0, 1, 2]) }, () => random.int(200, 2_500));
      return {
        kind: name,
        target: names.join(', '),
        failsCalls: serveCalls(names),
        detail: pauses.length > 0 ? { times: pauses.length + 1 } : {},
        durationMs: 0,
        ends: names,
        inject: async ({ system }) => {
          for (const pause of [0, ...pauses]) {
            await sleep(pause);
            for (const each of names) system.process(each).kill(signal);
          }
        },
      };
    },
  };
}

/** SIGSTOP: the process holds its connections and answers nobody, until SIGCONT. */
export const freeze: FaultKind = {
  name: 'freeze',
  weight: 3,
  draw(random, { longestMs }) {
    const names = drawProcesses(random);
    return {
      kind: 'freeze',
      target: names.join(', '),
      failsCalls: serveCalls(names),
      detail: {},
      durationMs: random.ms(1_000, Math.min(30_000, longestMs)),
      inject: ({ system }) => {
        const pids = names.flatMap((each) => system.process(each).pid ?? []);
        for (const pid of pids) signal(pid, 'SIGSTOP');
        return () => pids.forEach((pid) => signal(pid, 'SIGCONT'));
      },
    };
  },
};

/** Another fault may have ended the process meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
