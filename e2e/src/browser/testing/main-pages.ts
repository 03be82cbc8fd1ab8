import type { Page } from 'playwright-core';
import type { Site } from './site.js';

export interface MainPage {
  /** Its address, as the site's folders write it. */
  name: string;
  path: string;
  visitor: Page;
}

/** The main pages, each with something to show and somebody who may see it. */
export async function mainPages(site: Site): Promise<MainPage[]> {
  const [stranger, seller, buyer] = [await site.visitor(), await site.member(), await site.member()];
  const [held, free] = [await site.sell(seller, 'Concert'), await site.sell(seller, 'Opera')];
  const order = await site.reserve(buyer, held.id);
  return [
    { name: '/', path: '/', visitor: stranger },
    { name: '/auth/signin', path: '/auth/signin', visitor: stranger },
    { name: '/auth/signup', path: '/auth/signup', visitor: stranger },
    { name: '/tickets/new', path: '/tickets/new', visitor: seller },
    { name: '/tickets/mine', path: '/tickets/mine', visitor: seller },
    { name: '/tickets/[id]', path: `/tickets/${free.id}`, visitor: buyer },
    { name: '/tickets/[id]/edit', path: `/tickets/${free.id}/edit`, visitor: seller },
    { name: '/orders', path: '/orders', visitor: buyer },
    { name: '/orders/[id]', path: `/orders/${order.id}`, visitor: buyer },
  ];
}
