import { setTimeout as sleep } from 'node:timers/promises';
import { serviceOf } from '../places.js';
import { newcomer, type Stimulus } from './stimulus.js';

export const restart: Stimulus = ({ system }, instance) =>
  Promise.resolve(system.process(instance).kill('SIGKILL'));
export const terminate: Stimulus = ({ system }, instance) =>
  Promise.resolve(system.process(instance).kill('SIGTERM'));

/** Longer than a try of a start takes to fail. */
const AWAY_MS = 8_000;

/** The instance starts while a server it needs is away. */
const startWithout =
  (server: (instance: string) => string): Stimulus =>
  async ({ system }, instance) => {
    const needed = system.process(server(instance));
    await needed.stop();
    system.process(instance).kill('SIGKILL');
    await sleep(AWAY_MS);
    await needed.start();
  };
const storeOf = (instance: string) =>
  serviceOf(instance) === 'expiration' ? 'redis' : `mongodb-${serviceOf(instance)}`;

export const startWithoutStore = startWithout(storeOf);
export const startWithoutBus = startWithout(() => 'nats-streaming');

/** Where the service keeps its data is gone, again and again, in the middle of its work. */
export const storeDies: Stimulus = async ({ system }, instance, end) => {
  for (let round = 0; round < 3 && !end.aborted; round++) {
    await sleep(300);
    const store = system.process(storeOf(instance));
    await store.stop();
    await sleep(1_500);
    await store.start();
  }
};

/** The bus is away for longer than its clients wait for it. */
export const busAway: Stimulus = async ({ system }) => {
  const bus = system.process('nats-streaming');
  await bus.stop();
  await sleep(25_000);
  await bus.start();
};

/** The bus comes back to more documents with events than one sweep takes. */
export const backlog: Stimulus = async (scene, _instance, end) => {
  const bus = scene.system.process('nats-streaming');
  const seller = await newcomer(scene);
  await bus.stop();
  for (let round = 0; round < 30 && !end.aborted; round++) {
    const body = { title: 'Backlog', price: 1 };
    await Promise.all(Array.from({ length: 20 }, () => seller.call(0, 'POST', '/api/tickets', body)));
  }
  await bus.start();
};
