import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderStatus } from '@ticketing/common/events';
import { CARDS, known, reservedOnce, RunningSystem, Visitor } from '@ticketing/e2e/testing';
import type { Violation } from '../checker/violation.js';
import { fewAtOnce } from './few-at-once.js';
import { judgeMoney, printViolations, settled, startedOnce, tryCard } from './money.js';

export interface LastSecondFigures {
  /** Orders whose buyer could ask to pay. */
  asked: number;
  /** Cards that the bank took, so that the money was reserved. */
  authorised: number;
  /** Complete, and paid once. */
  complete: number;
  /** Cancelled, and not charged. */
  cancelled: number;
  /** Cancelled, although the money had been reserved: the card came a moment too late. */
  tooLate: number;
  violations: Violation[];
}

/** Each card is sent at most this long before or after the end of its order. */
const AROUND_MS = 500;
const AT_ONCE = 20;

/** In each round every buyer pays for a ticket of their own in the very second in which the order runs out. */
export async function lastSecond(options: {
  buyers: number;
  rounds: number;
  windowSeconds: number;
  say?: (line: string) => void;
}): Promise<LastSecondFigures> {
  const { buyers, rounds, windowSeconds, say = () => undefined } = options;
  const running = await RunningSystem.start({
    expirationWindowSeconds: windowSeconds,
    instances: { orders: 2, tickets: 2, payments: 2 },
    site: false,
  });
  try {
    const [seller, ...crowd] = await Visitor.crowd(running.url, 1 + buyers);
    const authorised = new Set<string>();
    let asked = 0;
    for (let round = 1; round <= rounds; round++) {
      const before = { asked, authorised: authorised.size };
      asked += await play(running, seller!, crowd, authorised);
      say(
        `  round ${round}: ${asked - before.asked} asked to pay, ${authorised.size - before.authorised} cards`,
      );
    }
    await settled(running);
    await sleep(1_000); // the tickets hear of it
    const { snapshot, violations } = await judgeMoney(running);
    const count = (status: `${OrderStatus}`) => snapshot.orders.filter((order) => order.status === status);
    const cancelled = count('cancelled');
    return {
      asked,
      authorised: authorised.size,
      complete: count('complete').length,
      cancelled: cancelled.length,
      tooLate: cancelled.filter(({ id }) => authorised.has(id)).length,
      violations,
    };
  } finally {
    await running.stop();
  }
}

/** @returns how many buyers could ask to pay. The ids of the orders whose card the bank took are added to `authorised`. */
async function play(
  running: RunningSystem,
  seller: Visitor,
  crowd: Visitor[],
  authorised: Set<string>,
): Promise<number> {
  const tickets = await fewAtOnce(AT_ONCE, crowd, () => seller.sell());
  await known(running.system, tickets);
  const config = await seller.paymentsConfig();
  const started = await fewAtOnce(AT_ONCE, crowd, async (buyer, index) => {
    const { body: order } = await reservedOnce(buyer, tickets[index]!.id);
    return { order, payment: await startedOnce(buyer, order.id).catch(() => undefined) };
  });
  const asked = await Promise.all(
    started.map(async ({ order, payment }) => {
      if (payment?.clientSecret === undefined) return false;
      const at = Date.parse(order.expiresAt) + (Math.random() * 2 - 1) * AROUND_MS;
      await sleep(Math.max(0, at - Date.now()));
      if ((await tryCard(config, payment, CARDS.ok)) === 'requires_capture') authorised.add(order.id);
      return true;
    }),
  );
  return asked.filter((each) => each).length;
}

export async function printLastSecond(): Promise<boolean> {
  const size = { buyers: 200, rounds: 20, windowSeconds: 20 };
  console.log(
    `${size.buyers} buyers pay in the very second in which their orders run out, ${size.rounds} rounds`,
  );
  const figures = await lastSecond({ ...size, say: (line) => console.log(line) });
  const { asked, authorised, complete, cancelled, tooLate, violations } = figures;
  console.log(`  ${asked} asked to pay, the bank took ${authorised} cards`);
  console.log(`  ${complete} orders are complete and paid once`);
  console.log(
    `  ${cancelled} are cancelled and not charged, ${tooLate} of them after the bank had taken the card`,
  );
  printViolations(violations);
  return violations.length === 0 && complete + cancelled === size.buyers * size.rounds;
}
