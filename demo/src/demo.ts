import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api/api.js';
import type { PaymentsConfig } from './api/bodies.js';
import { buyUnlessRefused } from './buy-unless-refused.js';
import { openShop } from './open-shop.js';
import { BUYERS, PASSWORD, SELLERS } from './plan/accounts.js';
import { drawPlan, OPENING_STEPS, type Step } from './plan/plan.js';
import { restOfPlan } from './plan/rest-of-plan.js';
import { Shop } from './shop.js';
import type { Tally } from './tally.js';

export interface DemoOptions {
  seed: number;
  /** How many tickets people reserve in a minute. With 0 the demo ends after the opening. */
  rate: number;
  say: (line: string) => void;
  /** What has happened is counted here. */
  tally: Tally;
}

/** With more buys in a minute than this, the totals are printed from time to time, and not each buy. */
const MOST_LINES = 60;
const TOTALS_EVERY_MS = 10_000;
/** While parts of the system are down, people wait. No more than these. */
const MOST_AT_ONCE = 50;
const LONGEST_THINKING_MS = 20_000;

/** Fills a system with tickets and with people who buy them, without end. It works through the public API alone. */
export async function runDemo(api: Api, { seed, rate, say, tally }: DemoOptions): Promise<void> {
  const shop = new Shop(api, seed, tally);
  await shop.open();
  say(
    `Sign in as ${SELLERS[0]!.email}, who sells, or as ${BUYERS[0]!.email}, who buys. The password is: ${PASSWORD}`,
  );
  const { body: config } = await api.send<PaymentsConfig>('/api/payments/config', { method: 'GET' });
  if (!config.standIn) say('Payments go to Stripe itself here, so nobody pays: people reserve and cancel');

  const plan = drawPlan(seed);
  const opening = Array.from({ length: OPENING_STEPS }, () => plan.next().value);
  say(await openShop(shop, opening, config.standIn));
  if (rate === 0) return;
  say(`${rate} times in each minute somebody reserves a ticket, until you press Ctrl-C`);
  await goOn(shop, restOfPlan(plan, await shop.findEarlier()), { rate, say, mayPay: config.standIn });
}

interface Pace {
  rate: number;
  say: (line: string) => void;
  mayPay: boolean;
}

async function goOn(shop: Shop, steps: Iterable<Step>, { rate, say, mayPay }: Pace): Promise<void> {
  const pauseMs = 60_000 / rate;
  const busy = new Set<Promise<void>>();
  const each = rate <= MOST_LINES;
  if (!each) setInterval(() => say(`So far: ${shop.tally.summary()}`), TOTALS_EVERY_MS);
  for (const step of steps) {
    if (step.kind === 'list') {
      await shop.list(step.listing);
      continue;
    }
    while (busy.size >= MOST_AT_ONCE) await Promise.race(busy);
    const thinkMs = Math.min(step.pauses * pauseMs, LONGEST_THINKING_MS);
    const bought = buyUnlessRefused(shop, step, { thinkMs, mayPay }).then(({ line }) => {
      busy.delete(bought);
      if (each) say(line);
    });
    busy.add(bought);
    await sleep(pauseMs);
  }
}
