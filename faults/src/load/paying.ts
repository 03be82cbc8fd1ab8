import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentBody } from '@ticketing/e2e/testing';
import type { Random } from '../random.js';
import type { Bank, Card } from './bank.js';
import type { Market, PlacedOrder } from './market.js';
import type { Person } from './person.js';

/** How buyers pay, and how often. */
const WAYS = {
  'one card': 5,
  'in the last second': 3,
  'a declined card, then another': 2,
  'two tabs': 2,
  'cancels while paying': 2,
  'never confirms': 1,
  'somebody else': 1,
};
const CARDS_OF_BUYERS: Record<Card, number> = {
  ok: 6,
  threeDSecure: 2,
  declined: 1,
  insufficientFunds: 1,
  threeDSecureThenDeclined: 1,
};
const DECLINED: readonly Card[] = ['declined', 'insufficientFunds', 'threeDSecureThenDeclined'];
/** A buyer in the last second sends the card this many ms before the end of the order, or after it. */
const LAST_SECOND_MS = { min: -150, max: 500 };

interface Wallet {
  person: Person;
  market: Market;
  order: PlacedOrder;
  random: Random;
  bank: Bank;
}

/** A buyer pays for an order, in one way or another. */
export async function pay(wallet: Wallet): Promise<void> {
  const { person, market, order, random } = wallet;
  const way = random.weighted(WAYS);
  const card = random.weighted(CARDS_OF_BUYERS);
  if (way === 'somebody else') return payForAnother(wallet);
  const payment = await start(wallet);
  if (payment?.clientSecret === undefined || way === 'never confirms') return;
  switch (way) {
    case 'in the last second': {
      const early = random.int(LAST_SECOND_MS.min, LAST_SECOND_MS.max);
      await sleep(Math.max(0, order.expiresAt - early - Date.now()));
      await confirm(wallet, payment, 'ok');
      break;
    }
    case 'a declined card, then another':
      await confirm(wallet, payment, random.pick(DECLINED));
      await confirm(wallet, payment, card);
      break;
    case 'two tabs':
      await Promise.all([confirm(wallet, payment, card), secondTab(wallet)]);
      break;
    case 'cancels while paying':
      await Promise.all([
        confirm(wallet, payment, 'ok'),
        sleep(random.int(0, 300)).then(() => person.call(market.run, 'DELETE', `/api/orders/${order.id}`)),
      ]);
      break;
    default:
      await confirm(wallet, payment, card);
  }
  // some close the browser: then only the bank's webhook and the sweep know
  if (random.chance(0.3)) return;
  const query = random.chance(0.7) ? '?refresh=true' : '';
  await person.call(market.run, 'GET', `/api/payments/${payment.id}${query}`);
  await person.call(market.run, 'GET', `/api/orders/${order.id}`);
  await person.call(market.run, 'GET', `/api/payments?orderId=${order.id}`);
}

async function start({ person, market, order }: Wallet): Promise<PaymentBody | undefined> {
  const { status = 0, answer } = await person.call(market.run, 'POST', '/api/payments', {
    orderId: order.id,
  });
  return status === 201 || status === 200 ? (answer as PaymentBody) : undefined;
}

async function confirm({ person, market, bank }: Wallet, payment: PaymentBody, card: Card): Promise<void> {
  const outcome = await bank.confirm(market.run, person.name, payment, card);
  if (outcome === 'requires_capture') market.paid(payment.orderId);
}

async function secondTab(wallet: Wallet): Promise<void> {
  const payment = await start(wallet);
  if (payment?.clientSecret !== undefined) await confirm(wallet, payment, 'threeDSecure');
}

/** Only the buyer of an order can pay for it, or see its payments. */
async function payForAnother({ market, order, random, person }: Wallet): Promise<void> {
  const other = random.pick(market.orders.filter(({ buyer }) => buyer !== person));
  const orderId = other?.id ?? order.id;
  await person.call(market.run, 'POST', '/api/payments', { orderId });
  await person.call(market.run, 'GET', `/api/payments?orderId=${orderId}`);
}
