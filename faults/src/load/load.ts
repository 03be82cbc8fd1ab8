import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.js';
import type { Bank } from './bank.js';
import { buy } from './buyer.js';
import type { Market } from './market.js';
import type { Person } from './person.js';
import { listTicket, sell } from './seller.js';

const FIRST_TICKETS = 5;
const PAUSE_MS = { min: 20, max: 250 };

export interface People {
  sellers: Person[];
  buyers: Person[];
}

/** Signs up the people of a campaign. */
export async function signUpAll(
  signUp: (name: string) => Promise<Person>,
  { sellers, buyers }: { sellers: number; buyers: number },
): Promise<People> {
  const many = (what: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => signUp(`${what} ${index + 1}`)));
  return { sellers: await many('seller', sellers), buyers: await many('buyer', buyers) };
}

/** All people do one thing after another until `end` aborts; resolves when the last answer is there. */
export async function runLoad(
  { sellers, buyers }: People,
  market: Market,
  bank: Bank,
  random: Random,
  end: AbortSignal,
): Promise<void> {
  setMaxListeners(0, end); // each person waits for it
  const live = async (name: string, act: (own: Random) => Promise<void>) => {
    const own = random.stream(name);
    while (!end.aborted) {
      await act(own);
      await sleep(own.int(PAUSE_MS.min, PAUSE_MS.max), undefined, { signal: end }).catch(() => undefined);
    }
  };
  const opening = random.stream('opening');
  await Promise.all(
    sellers.flatMap((person) =>
      Array.from({ length: FIRST_TICKETS }, () => listTicket(person, market, opening)),
    ),
  );
  await Promise.all([
    ...sellers.map((person) => live(person.name, (own) => sell(person, market, own))),
    ...buyers.map((person) => live(person.name, (own) => buy(person, market, own, bank))),
  ]);
}
