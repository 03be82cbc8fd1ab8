import { setTimeout as sleep } from 'node:timers/promises';
import { type EventData, Subjects } from '@ticketing/common/events';
import {
  CARDS,
  connectToBus,
  known,
  print,
  reservedOnce,
  RunningSystem,
  tap,
  Visitor,
} from '@ticketing/e2e/testing';
import type { Mutation } from '../instrument/mutation.js';
import { instrumentation } from '../instrument/settings.js';
import { fewAtOnce } from './few-at-once.js';
import { startedOnce, tryCard } from './money.js';

const POLL_MS = 100;
const LIMIT_MS = 60_000;
/** The work that the reservations have left is done by then, so that only payments are measured. */
const CALM_MS = 10_000;
/** An account reserves this many tickets, so that few people have to sign up. */
const EACH = 10;
const AT_ONCE = 10;

/**
 * Without faults, `perSecond` buyers a second confirm their cards, for `seconds`.
 * @returns how long after the bank's answer the event of each complete order came, in ms; Infinity when it never did.
 */
export async function timeToComplete({
  perSecond,
  seconds,
  without = [],
}: {
  perSecond: number;
  seconds: number;
  /** Switches mechanisms of the services off. */
  without?: readonly Mutation[];
}): Promise<number[]> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    instances: { orders: 2, tickets: 2, payments: 2 },
    site: false,
    interference: {
      env: (name) => (without.length > 0 ? instrumentation(name, { mutations: without }) : {}),
    },
  });
  const bus = await connectToBus(running.system);
  try {
    const completed = await tap<EventData<Subjects.OrderCompleted>>(bus, Subjects.OrderCompleted);
    const count = perSecond * seconds;
    const [seller, ...crowd] = await Visitor.crowd(running.url, 1 + Math.ceil(count / EACH));
    const tickets = await fewAtOnce(AT_ONCE, Array<null>(count).fill(null), () => seller!.sell());
    await known(running.system, tickets);
    const config = await seller!.paymentsConfig();
    const payments: { orderId: string; confirm: () => Promise<string | undefined> }[] = [];
    const queue = crowd.map((buyer, index) => ({
      buyer,
      own: tickets.slice(index * EACH, (index + 1) * EACH),
    }));
    await fewAtOnce(AT_ONCE, queue, async ({ buyer, own }) => {
      for (const { id } of own) {
        const { body: order } = await reservedOnce(buyer, id);
        const payment = await startedOnce(buyer, order.id);
        payments.push({ orderId: order.id, confirm: () => tryCard(config, payment, CARDS.ok) });
      }
    });
    await sleep(CALM_MS);
    const authorised = new Map<string, number>();
    await Promise.all(
      payments.map(async ({ orderId, confirm }, index) => {
        await sleep((index * 1000) / perSecond);
        if ((await confirm()) === 'requires_capture') authorised.set(orderId, Date.now());
      }),
    );
    const limit = Date.now() + LIMIT_MS;
    const completedAt = () => new Map(completed.toReversed().map(({ data, at }) => [data.id, at]));
    while (completedAt().size < count && Date.now() < limit) await sleep(POLL_MS);
    const complete = completedAt();
    // the service may hear of it before the browser does
    return payments.map(({ orderId }) =>
      Math.max(0, (complete.get(orderId) ?? Infinity) - (authorised.get(orderId) ?? -Infinity)),
    );
  } finally {
    await bus.close();
    await running.stop();
  }
}

/** The processes have just started, so their code is not compiled yet: people who come so early are counted apart. */
const WARM_UP_SECONDS = 10;

export async function printTimeToComplete(): Promise<boolean> {
  const size = { perSecond: 20, seconds: WARM_UP_SECONDS + 30 };
  console.log(`${size.perSecond} buyers a second confirm their cards, for ${size.seconds} s, without faults`);
  const times = await timeToComplete(size);
  const early = WARM_UP_SECONDS * size.perSecond;
  print(
    `authorised to complete in the first ${WARM_UP_SECONDS} s after the start, ms`,
    times.slice(0, early),
  );
  const later = times.slice(early);
  print('authorised to complete after that, ms', later);
  const p99 = later.toSorted((a, b) => a - b)[Math.floor(later.length * 0.99)]!;
  return p99 < 1_000 && Math.max(...times) < Infinity;
}
