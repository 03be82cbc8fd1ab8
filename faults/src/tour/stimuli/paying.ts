import { setTimeout as sleep } from 'node:timers/promises';
import { OrderStatus } from '@ticketing/common/events';
import type { OrderBody, PaymentBody } from '@ticketing/e2e/testing';
import type { Scene } from '../../fault.js';
import type { Card } from '../../load/bank.js';
import type { Person } from '../../load/person.js';
import { RESERVATIONS_PER_ACCOUNT } from '../../system.js';
import { newcomer } from './stimulus.js';
import { listed, reserve } from './trade.js';

/** A payment of a calm system is taken in a much shorter time. */
const MOST_LOOKS = 25;
const LOOK_MS = 200;

/** An order whose buyer can confirm a card now. */
export interface Payable {
  buyer: Person;
  order: OrderBody;
  payment: PaymentBody;
}

/** New people reserve so many tickets. */
export async function reserved(scene: Scene, count: number): Promise<Omit<Payable, 'payment'>[]> {
  const buyers = Math.ceil(count / RESERVATIONS_PER_ACCOUNT);
  const [seller, ...crowd] = await Promise.all(Array.from({ length: 1 + buyers }, () => newcomer(scene)));
  const tickets = await listed(seller!, count);
  const placed = await Promise.all(
    tickets.map(async (id, index) => {
      const buyer = crowd[index % buyers]!;
      for (let tries = 0; tries < 20; tries++) {
        const { status, answer } = await reserve(buyer, id);
        if (status === 201) return [{ buyer, order: answer as OrderBody }];
        if (status !== 404) break; // 404: orders has not heard of the ticket yet
      }
      return [];
    }),
  );
  return placed.flat();
}

export const askToPay = (buyer: Person, order: Pick<OrderBody, 'id'>) =>
  buyer.call(0, 'POST', '/api/payments', { orderId: order.id });

/** New people reserve so many tickets, and ask to pay for them. */
export async function payable(scene: Scene, count: number): Promise<Payable[]> {
  const orders = await reserved(scene, count);
  const all = await Promise.all(
    orders.map(async ({ buyer, order }) => {
      const { answer } = await askToPay(buyer, order);
      const payment = answer as PaymentBody | undefined;
      return payment?.clientSecret === undefined ? [] : [{ buyer, order, payment }];
    }),
  );
  return all.flat();
}

export function confirm({ bank }: Scene, { buyer, payment }: Payable, card: Card = 'ok') {
  return bank.confirm(0, buyer.name, payment, card);
}

export const look = ({ buyer, payment }: Payable) =>
  buyer.call(0, 'GET', `/api/payments/${payment.id}?refresh=true`);

/** Looks until the order is complete, or a while is over. Returns whether it is. */
export async function isComplete({ buyer, order }: Pick<Payable, 'buyer' | 'order'>): Promise<boolean> {
  for (let tries = 0; tries < MOST_LOOKS; tries++) {
    const { answer } = await buyer.call(0, 'GET', `/api/orders/${order.id}`);
    if ((answer as Partial<OrderBody> | undefined)?.status === OrderStatus.Complete) return true;
    await sleep(LOOK_MS);
  }
  return false;
}

export const giveUp = ({ buyer, order }: Pick<Payable, 'buyer' | 'order'>) =>
  buyer.call(0, 'DELETE', `/api/orders/${order.id}`);
