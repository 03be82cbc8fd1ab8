import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openCardForm, typeCard } from '../browser/testing/card-form.js';
import { type Account, Site } from '../browser/testing/site.js';
import { CARDS } from '../testing/paying.js';

const FOLDER = join(__dirname, '../../../docs/screenshots');
const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 720 } },
};
const ON_SALE: [string, number][] = [
  ['Salzburg Festival: Così fan tutte, row 8', 145],
  ['Jazz at the Blue Note, two seats at the bar', 64],
  ['Vienna Philharmonic, Bruckner 7, standing', 18],
  ['Iron & Wine, Royal Albert Hall, stalls', 58.5],
  ['Rugby: Ireland – Scotland, Dublin, upper west', 92],
  ['Comedy night, The Stand, Edinburgh', 16],
  ['Berlin Philharmonie, open rehearsal', 12],
  ['Primavera Sound, Barcelona, Saturday', 110],
  ['The Nutcracker, Covent Garden, balcony', 47],
  ['Hamlet, Globe Theatre, yard, 14 June', 10],
];

/** Makes the screenshots of the README: main pages with realistic data, light and dark, on a phone and a desktop. */
async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const site = await Site.open({ expirationWindowSeconds: 900 });
  try {
    const seller = await site.account('clara@example.com');
    const buyer = await site.account('maria@example.com');
    const tickets = [];
    for (const [title, price] of ON_SALE) tickets.push(await site.sell(seller, { title, price }));
    const [held, released, wanted] = tickets;
    if (!held || !released || !wanted) throw new Error('there are too few tickets');
    const bought = await site.buy(buyer, wanted.id);
    const given = await site.reserve(buyer, released.id);
    await buyer.request.delete(`/api/orders/${given.id}`);
    const order = await site.reserve(buyer, held.id);

    await shoot(site, buyer, '/', 'browse', ['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark']);
    await shoot(site, buyer, `/orders/${order.id}`, 'order', ['desktop-light', 'phone-light', 'phone-dark']);
    await shoot(site, buyer, `/orders/${order.id}`, 'pay', ['desktop-light', 'phone-light'], async (page) => {
      await openCardForm(page);
      await typeCard(page, CARDS.ok);
    });
    await shoot(site, buyer, `/orders/${bought.id}/ticket`, 'ticket', ['desktop-light', 'phone-light']);
    await shoot(site, buyer, '/orders', 'orders', ['phone-light']);
    await shoot(site, seller, '/tickets/mine', 'mine', ['desktop-dark']);
    await shoot(site, seller, '/tickets/new', 'sell', ['phone-light']);
    await shoot(site, undefined, '/auth/signin?next=/orders', 'signin', ['desktop-light']);
  } finally {
    await site.close();
  }
}

async function shoot(
  site: Site,
  account: Account | undefined,
  path: string,
  name: string,
  looks: string[],
  act: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const look of looks) {
    const [device, colorScheme] = look.split('-') as [keyof typeof DEVICES, 'light' | 'dark'];
    const page = await site.pageOf(account, { ...DEVICES[device], colorScheme });
    await page.goto(path, { waitUntil: 'networkidle' });
    await act(page);
    const file = join(FOLDER, `${name}-${look}.png`);
    await page.screenshot({ path: file });
    await page.context().close();
    console.log(`${name}-${look}.png ${Math.round(statSync(file).size / 1000)} kB`);
  }
}

void main();
