import { join } from 'node:path';
import { LIVE_STATUSES } from '@ticketing/common/events';
import {
  confirmCard,
  databaseOf,
  type PaymentBody,
  type PaymentsConfig,
  type RunningSystem,
  type Visitor,
} from '@ticketing/e2e/testing';
import { eventually } from '@ticketing/processes';
import { Facts } from '../checker/facts.js';
import { RULES } from '../checker/rules/index.js';
import type { Violation } from '../checker/violation.js';
import { emptyHistory } from '../history.js';
import { DatabaseReader } from '../snapshot/read-databases.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { takeSnapshot } from '../snapshot/take-snapshot.js';

/** The rules that look at money and tickets in the end, and not at the calls of people. */
const ENDS = [
  'oversold',
  'holds',
  'charged twice',
  'charged without a claim',
  'sold without money',
  'unsettled payment',
  'broken claim',
  'second payment',
  'other payer',
  'money without a goal',
  'books and bank',
  'secret told',
  'replica difference',
  'convergence',
] as const;

/** Reads everything, and holds the bank, the books, the orders and the tickets against each other. */
export async function judgeMoney({
  system,
  dataDir,
}: RunningSystem): Promise<{ snapshot: Snapshot; violations: Violation[] }> {
  const databases = await DatabaseReader.connect(system);
  try {
    const snapshot = await takeSnapshot(system, databases, join(dataDir, 'logs'));
    const facts = new Facts(emptyHistory(), snapshot);
    const violations = ENDS.flatMap((rule) => RULES[rule]!(facts).map((found) => ({ rule, ...found })));
    return { snapshot, violations };
  } finally {
    await databases.close();
  }
}

/** Asks to pay for an order, again while payments has not heard of it or the bank is slow. */
export async function startedOnce(buyer: Visitor, orderId: string): Promise<PaymentBody> {
  for (let tries = 1; ; tries++) {
    const { status, body } = await buyer.startPayment(orderId);
    if (status === 200 || status === 201) return body;
    if (tries === MOST_TRIES || (status !== 404 && status !== 503))
      throw new Error(`a payment was answered with ${status}`);
  }
}

/** Sends a card. Returns the status of the PaymentIntent afterwards; undefined when it was refused or not answered. */
export async function tryCard(
  config: PaymentsConfig,
  payment: PaymentBody,
  card: string,
): Promise<string | undefined> {
  const answer = await confirmCard(config, payment, card).catch(() => undefined);
  return answer?.status === 200 ? answer.body.status : undefined;
}

const MOST_TRIES = 10;
const SETTLED_LIMIT_MS = 60_000;

/** Waits until every order has ended and every payment is settled. */
export async function settled({ system }: RunningSystem): Promise<void> {
  const [orders, payments] = await Promise.all([
    databaseOf(system, 'orders'),
    databaseOf(system, 'payments'),
  ]);
  const live = { status: { $in: LIVE_STATUSES } };
  try {
    await eventually(async () => {
      const left = await orders.collection('orders').countDocuments(live);
      const open = await payments.collection('payments').countDocuments({ settled: false });
      if (left + open > 0) throw new Error(`${left} orders and ${open} payments have not ended`);
    }, SETTLED_LIMIT_MS);
  } finally {
    await Promise.all([orders.client.close(), payments.client.close()]);
  }
}

export function printViolations(violations: readonly Violation[]): void {
  console.log(`  broken promises: ${violations.length}`);
  for (const { rule, of, what } of violations.slice(0, 20)) console.log(`  ${rule}: ${of}: ${what}`);
}
