import { setTimeout as sleep } from 'node:timers/promises';
import { PARTNERS } from '@ticketing/system';
import {
  CARDS,
  known,
  type PaymentBody,
  type PaymentsConfig,
  reservedOnce,
  RunningSystem,
  Visitor,
} from '@ticketing/e2e/testing';
import type { Violation } from '../checker/violation.js';
import { fewAtOnce } from './few-at-once.js';
import { judgeMoney, printViolations, settled, tryCard } from './money.js';

export interface BankDownFigures {
  buyers: number;
  /** Answers of 503 while the bank was down. */
  unavailable: number;
  complete: number;
  /** Orders that their buyers gave up while the bank was down. */
  givenUp: number;
  /** From the moment the bank ran again until every order had ended and every payment was settled, in ms. */
  settledAfterMs: number;
  violations: Violation[];
}

const RETRY_MS = 1_000;
const LIMIT_MS = 60_000;
const AT_ONCE = 20;

/**
 * The bank is down for `downMs` while people pay: a buyer begins every `everyMs`, from a while before until its return.
 * Every fourth one gives the order up meanwhile. The others try again until the bank takes their card.
 */
export async function bankDown({
  downMs,
  everyMs,
  beforeMs,
}: {
  downMs: number;
  everyMs: number;
  beforeMs: number;
}): Promise<BankDownFigures> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    instances: { orders: 2, tickets: 2, payments: 2 },
    site: false,
  });
  try {
    const count = Math.floor((beforeMs + downMs) / everyMs);
    const [seller, ...crowd] = await Visitor.crowd(running.url, 1 + count);
    const tickets = await fewAtOnce(AT_ONCE, crowd, () => seller!.sell());
    await known(running.system, tickets);
    const config = await seller!.paymentsConfig();
    const placed = await fewAtOnce(AT_ONCE, crowd, async (buyer, index) => {
      const { body } = await reservedOnce(buyer, tickets[index]!.id);
      return { buyer, orderId: body.id };
    });
    let unavailable = 0;
    let back = Infinity;
    const bank = running.system.process(PARTNERS.stripe.name);
    const outage = sleep(beforeMs)
      .then(() => bank.stop())
      .then(() => sleep(downMs))
      .then(() => bank.start())
      .then(() => (back = performance.now()));
    const givesUp = (index: number) => index % 4 === 3;
    const paying = placed.map(async ({ buyer, orderId }, index) => {
      await sleep(index * everyMs);
      if (givesUp(index)) {
        // with or without a payment at the bank
        await buyer.startPayment(orderId);
        await sleep(RETRY_MS);
        while ((await buyer.delete(`/api/orders/${orderId}`)).status >= 500) await sleep(RETRY_MS);
        return;
      }
      const until = performance.now() + beforeMs + downMs + LIMIT_MS;
      while (performance.now() < until) {
        const { status, body } = await buyer.startPayment(orderId);
        if (status === 503) unavailable++;
        if (status < 300 && (await isPaid(config, body))) return;
        if (status === 400) return; // paid already: an earlier card got there after all
        await sleep(RETRY_MS);
      }
    });
    await outage;
    await Promise.all(paying);
    await settled(running);
    const settledAfterMs = performance.now() - back;
    await sleep(1_000); // the tickets hear of it
    const { snapshot, violations } = await judgeMoney(running);
    return {
      buyers: count,
      unavailable,
      complete: snapshot.orders.filter(({ status }) => status === 'complete').length,
      givenUp: placed.filter((_, index) => givesUp(index)).length,
      settledAfterMs,
      violations,
    };
  } finally {
    await running.stop();
  }
}

/** Whether the money is reserved or taken. */
async function isPaid(config: PaymentsConfig, payment: PaymentBody): Promise<boolean> {
  if (payment.status !== 'open') return true;
  return (await tryCard(config, payment, CARDS.ok)) === 'requires_capture';
}

export async function printBankDown(): Promise<boolean> {
  console.log('The bank is down for 30 s while people pay, 10 new buyers a second');
  const figures = await bankDown({ downMs: 30_000, everyMs: 100, beforeMs: 5_000 });
  const { buyers, unavailable, complete, givenUp, settledAfterMs, violations } = figures;
  console.log(`  ${buyers} buyers; ${unavailable} times they were asked to try again later (503)`);
  console.log(`  ${complete} orders are complete, ${givenUp} were given up`);
  console.log(`  all was settled ${(settledAfterMs / 1000).toFixed(1)} s after the bank was back`);
  printViolations(violations);
  return violations.length === 0 && complete + givenUp === buyers && settledAfterMs < 15_000;
}
