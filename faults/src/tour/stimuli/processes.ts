import { aTicket } from '@ticketing/e2e/testing';
import type { Scene } from '../../fault.js';
import { BUS, isNeededByCallers, storesOf, usesBus } from '../../system.js';
import { newcomer, pause, type Stimulus } from './stimulus.js';

const everyInstance = () => true;

export const restart: Stimulus = {
  name: 'a restart',
  fits: everyInstance,
  run: ({ system }, instances) =>
    Promise.resolve(instances.forEach((instance) => system.process(instance).kill('SIGKILL'))),
};

export const terminate: Stimulus = {
  name: 'a stop',
  fits: everyInstance,
  run: ({ system }, instances) =>
    Promise.resolve(instances.forEach((instance) => system.process(instance).kill('SIGTERM'))),
};

/** Longer than a process takes to start and one try to connect to fail, on a busy machine. */
const AWAY_MS = 20_000;

export const startWithoutStore: Stimulus = {
  name: 'a start without the database',
  fits: everyInstance,
  run: async (scene, instances, end) => {
    await withoutServers(scene, storesOf(instances), async () => {
      for (const instance of instances) scene.system.process(instance).kill('SIGKILL');
      await pause(AWAY_MS, end);
    });
  },
};

export const startWithoutBus: Stimulus = {
  name: 'a start without the bus',
  fits: usesBus,
  run: async (scene, instances, end) => {
    await withoutServers(scene, [BUS], async () => {
      for (const instance of instances) scene.system.process(instance).kill('SIGKILL');
      await pause(AWAY_MS, end);
    });
  },
};

/** The database of the service goes away, again and again, in the middle of its work. */
export const storeDies: Stimulus = {
  name: 'outages of the database',
  fits: everyInstance,
  run: async (scene, instances, end) => {
    for (let round = 0; round < 3 && !end.aborted; round++) {
      await pause(300, end);
      await withoutServers(scene, storesOf(instances), () => pause(1_500, end));
    }
  },
};

/** The database of the service takes requests and does not answer, for longer than the deadline of a request. */
export const storeFreezes: Stimulus = {
  name: 'a frozen database',
  fits: (instance) => storesOf([instance]).some(isNeededByCallers),
  run: async ({ system }, instances, end) => {
    const stores = storesOf(instances).map((name) => system.process(name));
    for (const store of stores) store.kill('SIGSTOP');
    await pause(8_000, end);
    for (const store of stores) store.kill('SIGCONT');
  },
};

/** The bus is away for longer than its clients wait for it (20 s). */
export const busAway: Stimulus = {
  name: 'a long outage of the bus',
  run: (scene, _instances, end) => withoutServers(scene, [BUS], () => pause(35_000, end)),
};

/** More documents with events than one sweep takes (500), with those that are lost when an instance dies. */
const BACKLOG = 700;
const MOST_ROUNDS = 70;

/** The bus comes back to a backlog. */
export const backlog: Stimulus = {
  name: 'a backlog of events',
  run: async (scene, _instances, end) => {
    const seller = await newcomer(scene);
    await withoutServers(scene, [BUS], async () => {
      let made = 0;
      for (let round = 0; made < BACKLOG && round < MOST_ROUNDS && !end.aborted; round++) {
        const body = aTicket({ title: 'Backlog' });
        const calls = Array.from({ length: 20 }, () => seller.call(0, 'POST', '/api/tickets', body));
        made += (await Promise.all(calls)).filter(({ status }) => status === 201).length;
      }
    });
  },
};

let turn: Promise<unknown> = Promise.resolve();

/** Does some work while servers are down. The services are visited at the same time, but servers stop for one at a time. */
export function withoutServers(
  { system }: Scene,
  names: readonly string[],
  work: () => Promise<unknown>,
): Promise<void> {
  const servers = names.map((name) => system.process(name));
  const mine = turn.then(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    try {
      await work();
    } finally {
      await Promise.all(servers.map((server) => server.start()));
    }
  });
  turn = mine.catch(() => undefined);
  return mine;
}
