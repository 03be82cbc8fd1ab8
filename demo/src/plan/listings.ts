import { SELLERS, type Account } from './accounts.js';
import type { Random } from './random.js';
import { SHOWS, type Show } from './shows.js';

export interface Listing {
  /** Counts the listings of a seed from 0. */
  ordinal: number;
  seller: Account;
  title: string;
  /** In dollars. */
  price: number;
}

const ROWS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];
const SEATS = 40;

/** Draws listings without end. Each has a title of its own, and shows come again only after all others. */
export function* drawListings(random: Random): Generator<Listing, never> {
  const titles = new Set<string>();
  let shows: Show[] = [];
  for (let ordinal = 0; ; ordinal++) {
    if (shows.length === 0) shows = random.shuffled(SHOWS);
    const { title: name, prices } = shows.pop()!;
    let title: string;
    do title = `${name}, ${seat(random)}`;
    while (titles.has(title));
    titles.add(title);
    yield { ordinal, seller: random.pick(SELLERS), title, price: price(random, prices) };
  }
}

const seat = (random: Random) => `row ${random.pick(ROWS)}, seat ${random.int(1, SEATS)}`;

/** Most people ask for whole dollars, some for half a dollar more. */
function price(random: Random, [cheap, expensive]: Show['prices']): number {
  return random.int(cheap, expensive) + random.pick([0, 0, 0, 0.5]);
}
