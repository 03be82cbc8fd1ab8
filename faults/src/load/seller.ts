import { aTicket } from '@ticketing/e2e/testing';
import type { Random } from '../random.js';
import type { Market } from './market.js';
import type { Person } from './person.js';

/** A market with fewer tickets that are not sold gets a new one. */
const FEWEST = 10;
const ACTIONS = { list: 2, edit: 5, read: 3, mine: 1, browse: 1 };

/** Lists a ticket. The buyers fight for the first tickets of a run. */
export async function listTicket(person: Person, market: Market, random: Random): Promise<void> {
  const call = await person.call(market.run, 'POST', '/api/tickets', randomTicket(random));
  if (call.status === 201) market.listed(person, call.answer);
}

/** A seller does one thing. */
export async function sell(person: Person, market: Market, random: Random): Promise<void> {
  const action = random.weighted(ACTIONS);
  const own = market.ticketsOf(person);
  if (action === 'mine')
    return void (await person.call(market.run, 'GET', '/api/tickets?mine=true&limit=20'));
  if (action === 'browse') return void (await person.call(market.run, 'GET', '/api/tickets?q=seat&limit=20'));
  if (action === 'list' || own.length === 0 || market.wanted.length < FEWEST)
    return listTicket(person, market, random);
  const path = `/api/tickets/${random.pick(own).id}`;
  if (action === 'read') return void (await person.call(market.run, 'GET', path));
  const call = await person.call(market.run, 'PUT', path, randomTicket(random, ', changed'));
  if (call.status === 200) market.edited(call.answer);
}

function randomTicket(random: Random, suffix = '') {
  return aTicket({
    title: `Seat ${random.int(1, 9_999)}${suffix}`,
    price: random.int(50, 50_000) / 100,
  });
}
