import { BUYERS, type Account } from './accounts.js';
import { drawListings, type Listing } from './listings.js';
import { Random } from './random.js';

/** How a reservation ends. `runs-out`: the buyer does nothing any more. `second-card`: the first card is declined. */
export type Ending = 'pays' | 'second-card' | 'cancels' | 'runs-out';

export interface ListStep {
  kind: 'list';
  listing: Listing;
}

export interface BuyStep {
  kind: 'buy';
  listing: Listing;
  buyer: Account;
  ending: Ending;
  /** How long the buyer thinks before the end. One is the time between two buys. */
  pauses: number;
}

export type Step = ListStep | BuyStep;

/** The tickets of the opening: so many are listed, and then some are sold and some are reserved. */
export const OPENING = { tickets: 40, sold: 8, reserved: 6 } as const;
const ON_SALE = OPENING.tickets - OPENING.sold - OPENING.reserved;

/** Each is drawn as often as it is in here. */
const ENDINGS: readonly Ending[] = [
  ...Array<Ending>(14).fill('pays'),
  'second-card',
  'second-card',
  'second-card',
  'cancels',
  'runs-out',
  'runs-out',
];
/** A ticket that was not paid for is wanted again after this many other buys. */
const WANTED_AGAIN_AFTER: Partial<Record<Ending, number>> = { cancels: 5, 'runs-out': 200 };

/**
 * What the people of the demo do, in order and without end. The same seed gives the same steps, whatever the system answers.
 * The opening comes first. Then somebody buys again and again, and sellers list more when fewer tickets are on sale than
 * after the opening.
 */
export function* drawPlan(seed: number): Generator<Step, never> {
  const random = new Random(seed);
  const listings = drawListings(random.branch());
  const decisions = random.branch();
  const list = (): ListStep => ({ kind: 'list', listing: listings.next().value });
  const buy = (listing: Listing, ending: Ending): BuyStep => {
    return { kind: 'buy', listing, buyer: decisions.pick(BUYERS), ending, pauses: decisions.int(1, 4) };
  };

  const opening = Array.from({ length: OPENING.tickets }, list);
  yield* opening;
  const mixed = decisions.shuffled(opening.map(({ listing }) => listing));
  for (const listing of mixed.splice(0, OPENING.sold)) yield buy(listing, 'pays');
  const returning: { listing: Listing; at: number }[] = [];
  for (const listing of mixed.splice(0, OPENING.reserved)) {
    yield buy(listing, 'runs-out');
    returning.push({ listing, at: WANTED_AGAIN_AFTER['runs-out']! });
  }

  const onSale = mixed;
  for (let buys = 1; ; buys++) {
    const [wanted] = onSale.splice(decisions.int(0, onSale.length - 1), 1);
    const step = buy(wanted!, decisions.pick(ENDINGS));
    yield step;
    const pause = WANTED_AGAIN_AFTER[step.ending];
    if (pause !== undefined) returning.push({ listing: step.listing, at: buys + pause });
    while (returning.some(({ at }) => at <= buys)) {
      const index = returning.findIndex(({ at }) => at <= buys);
      onSale.push(...returning.splice(index, 1).map(({ listing }) => listing));
    }
    while (onSale.length < ON_SALE) {
      const more = list();
      onSale.push(more.listing);
      yield more;
    }
  }
}

/** The number of steps of the opening. */
export const OPENING_STEPS = OPENING.tickets + OPENING.sold + OPENING.reserved;
