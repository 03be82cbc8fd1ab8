import { SELLERS, type Account } from './accounts.js';
import type { Random } from './random.js';
import { ROWS, SEATS_OF_ROW, seatText } from './seats.js';
import { SHOWS, type Show } from './shows.js';

export interface Listing {
  /** Counts the listings of a seed from 0. */
  ordinal: number;
  seller: Account;
  title: string;
  /** In dollars. */
  price: number;
}

/** Draws listings without end. Each has a title of its own, and shows come again only after all others. */
export function* drawListings(random: Random): Generator<Listing, never> {
  const titles = new Set<string>();
  let shows: Show[] = [];
  for (let ordinal = 0; ; ordinal++) {
    if (shows.length === 0) shows = random.shuffled(SHOWS);
    const show = shows.pop()!;
    let title: string;
    do title = drawTitle(random, show);
    while (titles.has(title));
    titles.add(title);
    yield { ordinal, seller: random.pick(SELLERS), title, price: drawPrice(random, show) };
  }
}

function drawTitle(random: Random, { language, title }: Show): string {
  return `${title} · ${seatText(language, random.int(1, ROWS), random.int(1, SEATS_OF_ROW))}`;
}

/** Most people ask for whole dollars, some for half a dollar more. */
function drawPrice(random: Random, { prices: [cheap, expensive] }: Show): number {
  return random.int(cheap, expensive) + random.pick([0, 0, 0, 0.5]);
}
