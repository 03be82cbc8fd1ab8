import type { Random } from '../random.js';
import type { Market } from './market.js';
import type { Payments } from './payments.js';
import type { Person } from './person.js';

const ACTIONS = { reserve: 6, fight: 5, cancel: 3, again: 1, order: 2, ticket: 1, orders: 1, pay: 1 };
/** All buyers want the first tickets of a run; this many of them. */
const WANTED = 2;

/** A buyer does one thing. */
export async function buy(person: Person, market: Market, random: Random, payments: Payments): Promise<void> {
  const { run } = market;
  const action = random.weighted(ACTIONS);
  const own = market.ordersOf(person);
  if (action === 'orders') return void (await person.call(run, 'GET', '/api/orders?limit=20'));
  if (action === 'reserve' || action === 'fight' || own.length === 0) {
    if (market.tickets.length === 0) return;
    const among = action === 'fight' ? market.tickets.slice(0, WANTED) : market.tickets;
    return reserve(person, market, random.pick(among).id);
  }
  if (action === 'ticket')
    return void (await person.call(run, 'GET', `/api/tickets/${random.pick(market.tickets).id}`));
  const order = action === 'cancel' || action === 'pay' ? own.at(-1)! : random.pick(own);
  if (action === 'order') return void (await person.call(run, 'GET', `/api/orders/${order.id}`));
  if (action === 'pay') return payments.pay(run, order.id);
  // `again`: the order may have been cancelled long ago
  await person.call(run, 'DELETE', `/api/orders/${order.id}`);
}

async function reserve(person: Person, market: Market, ticketId: string): Promise<void> {
  const call = await person.call(market.run, 'POST', '/api/orders', { ticketId });
  if (call.status === 201) market.placed(person, call.answer);
}
