import type { Account, Site } from './site.js';

export interface MainPage {
  /** The address as the site's folders write it. */
  name: string;
  path: string;
  /** An account that may see the page; undefined for a page that needs none. */
  account?: Account;
}

/** The main pages, each with content to show. */
export async function mainPages(site: Site): Promise<MainPage[]> {
  const [seller, buyer] = [await site.account(), await site.account()];
  const [held, free] = [
    await site.sell(seller, { title: 'Concert' }),
    await site.sell(seller, { title: 'Opera' }),
  ];
  const order = await site.reserve(buyer, held.id);
  const owned = await site.reserve(buyer, (await site.sell(seller, { title: 'Ballet' })).id);
  await site.rewrite(owned.id, { status: 'complete' });
  return [
    { name: '/', path: '/' },
    { name: '/auth/signin', path: '/auth/signin' },
    { name: '/auth/signup', path: '/auth/signup' },
    { name: '/account', path: '/account', account: buyer },
    { name: '/tickets/new', path: '/tickets/new', account: seller },
    { name: '/tickets/mine', path: '/tickets/mine', account: seller },
    { name: '/tickets/[id]', path: `/tickets/${free.id}`, account: buyer },
    { name: '/tickets/[id]/edit', path: `/tickets/${free.id}/edit`, account: seller },
    { name: '/orders', path: '/orders', account: buyer },
    { name: '/orders/[id]', path: `/orders/${order.id}`, account: buyer },
    { name: '/orders/[id]/ticket', path: `/orders/${owned.id}/ticket`, account: buyer },
  ];
}
