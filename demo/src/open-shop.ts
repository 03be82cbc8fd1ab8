import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketBody } from './api/bodies.js';
import { buyUnlessRefused } from './buy-unless-refused.js';
import type { BuyStep, Step } from './plan/plan.js';
import type { Shop } from './shop.js';

/** The tickets service hears of an order a moment later. */
const SHOWS_WITHIN_MS = 30_000;

/**
 * Lists the first tickets, and lets people buy and reserve some of them. What an earlier run has done stays as it is.
 * @returns how many tickets there are, and in which states.
 */
export async function openShop(shop: Shop, steps: readonly Step[], mayPay: boolean): Promise<string> {
  const tickets: TicketBody[] = [];
  for (const { kind, listing } of steps) if (kind === 'list') tickets.push(await shop.list(listing));
  const buys = steps.filter((step): step is BuyStep => step.kind === 'buy');
  await Promise.all(buys.map((step) => buyOnce(shop, step, mayPay)));

  const counts = { 'on sale': 0, reserved: 0, sold: 0 };
  for (const { id } of tickets) counts[stateOf(await shop.look(id))]++;
  const states = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return `${tickets.length} tickets are listed: ${states.join(', ')}`;
}

async function buyOnce(shop: Shop, step: BuyStep, mayPay: boolean): Promise<void> {
  const ticket = shop.ticket(step.listing);
  if (stateOf(ticket) !== 'on sale') return; // in an earlier run, or by somebody else
  const { outcome } = await buyUnlessRefused(shop, step, { thinkMs: 0, mayPay });
  if (outcome !== 'bought' && outcome !== 'reserved') return;
  const wanted = outcome === 'bought' ? 'sold' : 'reserved';
  const end = Date.now() + SHOWS_WITHIN_MS;
  while (stateOf(await shop.look(ticket.id)) !== wanted && Date.now() < end) await sleep(200);
}

function stateOf({ sold, orderId }: TicketBody): 'on sale' | 'reserved' | 'sold' {
  if (sold) return 'sold';
  return orderId === undefined ? 'on sale' : 'reserved';
}
