import { setTimeout as sleep } from 'node:timers/promises';
import { PARTNERS } from '@ticketing/system';
import type { Scene } from '../fault.js';
import { FORGINGS } from '../links/forgeries.js';
import { readBank } from '../snapshot/read-bank.js';
import { BUS, instancesOf } from '../system.js';
import { askToPay, confirm, giveUp, type Payable, payable, reserved } from '../tour/stimuli/paying.js';
import { fault } from './faults.js';

const STRIPE = PARTNERS.stripe.name;
const PAYMENTS = instancesOf('payments');

/** Waits until the time of these orders is over, and a while longer. */
function over(orders: readonly Pick<Payable, 'order'>[], longerMs: number): Promise<void> {
  const ends = orders.map(({ order }) => Date.parse(order.expiresAt));
  return sleep(Math.max(0, ...ends.map((end) => end + longerMs - Date.now())));
}

const confirmAll = (scene: Scene, all: readonly Payable[]) =>
  Promise.all(all.map((each) => confirm(scene, each)));

/** Buyers pay while the bus is away, and their orders run out before it is back. */
export const paidWithoutBus = fault(BUS, [BUS], async (scene) => {
  const all = await payable(scene, 8);
  const bus = scene.system.process(BUS);
  await bus.stop();
  await confirmAll(scene, all);
  await over(all, 2_000);
  await bus.start();
});

/** The way to the bank is so slow that orders run out while their money is being taken. */
export const slowBank = fault('payments to stripe', [], async (scene) => {
  const all = await payable(scene, 8);
  const links = scene.links.all.filter(({ server }) => server === STRIPE);
  for (const link of links) link.delay(700, 700, undefined);
  await confirmAll(scene, all);
  await over(all, 2_000);
  for (const link of links) link.heal();
});

/** The answers of the bank are lost, and payments dies. Half of the buyers give up meanwhile. */
export const answersLost = fault('payments', PAYMENTS, async (scene) => {
  const orders = await reserved(scene, 8);
  const links = scene.links.all.filter(({ server }) => server === STRIPE);
  for (const link of links) link.swallowAnswers(true);
  const asked = Promise.all(orders.map(({ buyer, order }) => askToPay(buyer, order)));
  await madeAtBank(scene, orders);
  for (const name of PAYMENTS) scene.system.process(name).kill('SIGKILL');
  for (const link of links) {
    link.cut();
    link.swallowAnswers(false);
  }
  await Promise.all(orders.filter((_, index) => index % 2 === 0).map(giveUp));
  await asked;
});

/** Waits until the bank has a PaymentIntent for each of these orders, at most for as long as a request does. */
async function madeAtBank({ system }: Scene, orders: readonly Pick<Payable, 'order'>[]): Promise<void> {
  const ids = orders.map(({ order }) => order.id);
  const end = Date.now() + 3_500;
  while (Date.now() < end) {
    const intents = await readBank(system.state().stripe!);
    const made = new Set(intents.map(({ metadata }) => metadata.orderId));
    if (ids.every((id) => made.has(id))) return;
    await sleep(50);
  }
}

/** The bank is away while orders run out whose buyers were about to pay. */
export const bankAway = fault(STRIPE, [STRIPE], async (scene) => {
  const all = await payable(scene, 8);
  const bank = scene.system.process(STRIPE);
  await bank.stop();
  await over(all, 2_000);
  await bank.start();
});

/** Buyers press Pay several times at once. */
export const manyTabs = fault('nobody', [], async (scene) => {
  const orders = await reserved(scene, 8);
  const tabs = [0, 1, 2, 3, 4];
  await Promise.all(orders.flatMap(({ buyer, order }) => tabs.map(() => askToPay(buyer, order))));
});

/** Somebody sends webhooks with wrong signatures. */
export const forged = fault('nobody', [], async (scene) => {
  await confirmAll(scene, await payable(scene, 2));
  await sleep(1_000);
  for (const how of FORGINGS) await scene.webhooks.forge(how);
});
