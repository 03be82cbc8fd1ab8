import { Refusal } from './api/refusal.js';
import { buy, type Outcome } from './buy.js';
import type { BuyStep } from './plan/plan.js';
import type { Shop } from './shop.js';

interface Circumstances {
  thinkMs: number;
  /** Otherwise people cancel instead. */
  mayPay: boolean;
}

const VERBS: Record<Outcome, string> = {
  bought: 'bought',
  cancelled: 'cancelled a reservation of',
  reserved: 'reserved, and leaves it:',
  lost: 'was too late to pay for',
};

/** Lets somebody buy, and counts and says what came of it. A refusal is no failure of the demo: somebody else was faster. */
export async function buyUnlessRefused(
  shop: Shop,
  { listing, buyer, ending }: BuyStep,
  { thinkMs, mayPay }: Circumstances,
): Promise<{ outcome: Outcome | 'refused'; line: string }> {
  const ticket = shop.ticket(listing);
  try {
    const outcome = await buy(shop.api, {
      buyer: shop.person(buyer),
      ticket,
      ending: mayPay || ending === 'runs-out' ? ending : 'cancels',
      thinkMs,
    });
    shop.tally.add(outcome);
    return {
      outcome,
      line: `${buyer.name} ${VERBS[outcome]} ${ticket.title} ($${ticket.price.toFixed(2)})`,
    };
  } catch (error) {
    shop.tally.add('refused');
    const { message } = error as Error;
    const problem = error instanceof Refusal ? message : `a problem of the demo: ${message}`;
    return { outcome: 'refused', line: `${buyer.name} does not get ${ticket.title} (${problem})` };
  }
}
