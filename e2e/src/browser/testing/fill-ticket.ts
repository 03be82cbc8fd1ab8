import type { Page } from 'playwright-core';
import { aTicket, type Listing } from '../../testing/visitor.js';

const LABELS: Record<keyof Listing, string> = { title: 'Title', price: 'Price in US dollars' };

/** Fills in the form of a ticket with the text that a visitor types. The other fields get texts that are valid. */
export async function fillTicket(page: Page, typed: Partial<Record<keyof Listing, string>>): Promise<void> {
  const texts = { ...aTicket(), ...typed };
  for (const field of Object.keys(LABELS) as (keyof Listing)[])
    await page.getByLabel(LABELS[field]).fill(String(texts[field]));
}
