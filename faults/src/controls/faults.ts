import { setTimeout as sleep } from 'node:timers/promises';
import { Subjects } from '@ticketing/common/events';
import { aTicket } from '@ticketing/e2e/testing';
import { storeServerOf } from '@ticketing/system';
import { Redis } from 'ioredis';
import type { PlannedFault, Scene } from '../fault.js';
import { readBus } from '../snapshot/read-bus.js';
import { BUS, instancesOf, RESERVATIONS_PER_ACCOUNT } from '../system.js';
import { newcomer } from '../tour/stimuli/stimulus.js';
import { listed, reserve } from '../tour/stimuli/trade.js';

/** A fault that a control plays. `ends` are the processes that it ends. */
export function fault(target: string, ends: string[], inject: (scene: Scene) => Promise<void>): PlannedFault {
  return { kind: 'control', target, ends, failsCalls: true, detail: {}, durationMs: 0, inject };
}

/** Nothing but people. */
export const calm = fault('nobody', [], () => sleep(3_000));

/** Some people want far more tickets at once than an account may have. */
export const hoarders = fault('nobody', [], async (scene) => {
  const [seller, ...buyers] = await Promise.all(Array.from({ length: 4 }, () => newcomer(scene)));
  const tickets = await listed(seller!, buyers.length * 4 * RESERVATIONS_PER_ACCOUNT);
  await Promise.all(tickets.map((id, index) => reserve(buyers[index % buyers.length]!, id)));
});

/** A buyer asks three times for each ticket, one time after the other. */
export const askedAgain = fault('nobody', [], async (scene) => {
  const [seller, buyer] = await Promise.all([newcomer(scene), newcomer(scene)]);
  const tickets = await listed(seller, RESERVATIONS_PER_ACCOUNT);
  const threeTimes = async (id: string) => {
    for (let time = 0; time < 3; time++) await reserve(buyer, id);
  };
  await Promise.all(tickets.map(threeTimes));
});

/** Buyers want tickets as they saw them before an edit. */
export const edited = fault('nobody', [], async (scene) => {
  const [seller, buyer] = await Promise.all([newcomer(scene), newcomer(scene)]);
  const tickets = await listed(seller, RESERVATIONS_PER_ACCOUNT);
  const now = aTicket({ title: 'Edited', price: 500 });
  await Promise.all(tickets.map((id) => seller.call(0, 'PUT', `/api/tickets/${id}`, now)));
  await sleep(2_000); // until orders has heard of it
  await Promise.all(tickets.map((id) => reserve(buyer, id, aTicket({ title: 'Wanted' }))));
});

/** The bus is away for a while. */
export const busAway = fault(BUS, [BUS], async ({ system }) => {
  const bus = system.process(BUS);
  await bus.stop();
  await sleep(6_000);
  await bus.start();
});

const TICKETS = instancesOf('tickets');
const TICKETS_STORE = storeServerOf({ name: 'tickets', owns: 'mongodb' })!;

/** The tickets service can't reach its database, takes messages all the same, and dies. */
export const ticketsFailAndDie = fault('tickets', [TICKETS_STORE, ...TICKETS], async ({ system }) => {
  const database = system.process(TICKETS_STORE);
  await database.stop();
  await sleep(3_000);
  for (const name of TICKETS) system.process(name).kill('SIGKILL');
  await sleep(500);
  await database.start();
});

/** Every event of tickets and orders comes once more, the newest first. */
export const allAgain = fault('bus', [], async ({ system, bus }) => {
  const channels = Object.values(Subjects).filter((subject) => subject !== Subjects.ExpirationComplete);
  const messages = await readBus(system.state().nats, channels);
  for (const { channel, body } of messages.reverse()) await bus.publish(channel, body);
  await sleep(1_000);
});

/** Events say of every order that its time is over, long before it is. */
export const timeIsUp = fault('bus', [], async ({ system, bus }) => {
  const messages = await readBus(system.state().nats, [Subjects.OrderCreated]);
  for (const { body } of messages) {
    const { id } = JSON.parse(body) as { id: string };
    await bus.publish(Subjects.ExpirationComplete, JSON.stringify({ orderId: id }));
  }
  await sleep(1_000);
});

export const redisEmptied = fault('redis', [], async ({ system }) => {
  const redis = new Redis(system.state().redis);
  await redis.flushall();
  redis.disconnect();
});

/** A message comes on every channel that is no event. */
export const malformed = fault('bus', [], async ({ bus, recorder }) => {
  for (const channel of Object.values(Subjects)) {
    const message = { channel, body: '{"no event' };
    recorder.add('injections', message);
    await bus.publish(channel, message.body);
  }
  await sleep(2_000);
});
