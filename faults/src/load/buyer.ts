import type { Random } from '../random.js';
import { RESERVATIONS_PER_ACCOUNT } from '../system.js';
import type { Bank } from './bank.js';
import type { Market, PlacedOrder } from './market.js';
import { pay } from './paying.js';
import type { Person } from './person.js';

const ACTIONS = {
  reserve: 6,
  fight: 5,
  cancel: 3,
  again: 1,
  repeat: 1,
  rush: 1,
  order: 2,
  ticket: 1,
  orders: 1,
  pay: 3,
  purchase: 4,
};
/** All buyers want the first tickets of a run that are not sold; this many of them. */
const WANTED = 2;
/** A buyer in a rush wants this many tickets at once, more than an account may have. */
const RUSH = RESERVATIONS_PER_ACCOUNT + 2;

/** A buyer does one thing. */
export async function buy(person: Person, market: Market, random: Random, bank: Bank): Promise<void> {
  const { run } = market;
  const action = random.weighted(ACTIONS);
  const own = market.ordersOf(person);
  if (action === 'orders') return void (await person.call(run, 'GET', '/api/orders?limit=20'));
  if (action === 'reserve' || action === 'fight' || own.length === 0) {
    if (market.tickets.length === 0) return;
    const wanted = market.wanted;
    // now and then a buyer wants a ticket that is sold
    const open = wanted.length > 0 && !random.chance(0.05) ? wanted : market.tickets;
    const among = action === 'fight' ? open.slice(0, WANTED) : open;
    return void (await reserve(person, market, random.pick(among).id, random));
  }
  if (action === 'purchase') {
    const ticket = random.pick(market.wanted.length > 0 ? market.wanted : market.tickets);
    const order = await reserve(person, market, ticket.id, random);
    return order && pay({ person, market, order, random, bank });
  }
  if (action === 'rush') {
    const wanted = random.sample(market.wanted, RUSH);
    return void (await Promise.all(wanted.map(({ id }) => reserve(person, market, id, random))));
  }
  if (action === 'ticket')
    return void (await person.call(run, 'GET', `/api/tickets/${random.pick(market.tickets).id}`));
  const order = action === 'cancel' || action === 'pay' ? own.at(-1)! : random.pick(own);
  if (action === 'order') return void (await person.call(run, 'GET', `/api/orders/${order.id}`));
  // a buyer presses the button in two tabs, perhaps of a ticket that they hold
  if (action === 'repeat') {
    const twice = [0, 1].map(() => reserve(person, market, order.ticketId, random));
    return void (await Promise.all(twice));
  }
  if (action === 'pay') return pay({ person, market, order, random, bank });
  // `again`: the order may have been cancelled long ago
  await person.call(run, 'DELETE', `/api/orders/${order.id}`);
}

async function reserve(
  person: Person,
  market: Market,
  ticketId: string,
  random: Random,
): Promise<PlacedOrder | undefined> {
  const body = { ticketId, seen: seen(market, ticketId, random) };
  const call = await person.call(market.run, 'POST', '/api/orders', body);
  return call.status === 201 ? market.placed(person, call.answer) : undefined;
}

/** What a buyer saw of a ticket: mostly its latest state, or the one before; undefined when the buyer does not tell it. */
function seen(market: Market, ticketId: string, random: Random) {
  const states = market.tickets.find(({ id }) => id === ticketId)?.states ?? [];
  if (random.chance(0.3)) return undefined;
  return states.at(random.chance(0.8) ? -1 : -2) ?? states.at(-1);
}
