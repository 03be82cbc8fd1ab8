import type { FrameLocator, Page } from 'playwright-core';

/** The button on the page of an order. It begins to pay. */
export const payButton = (page: Page) => page.getByRole('button', { name: /^Pay \$[\d.,]+$/ });
/** The button of the card form. It asks the bank. */
export const payNow = (page: Page) => page.getByRole('button', { name: /^Pay \$[\d.,]+ now$/ });

/** The fields for a card. They are in a frame of the stand-in, so that no script of the site reads them. */
function fields(page: Page): FrameLocator {
  return page.frameLocator('.card-fields iframe');
}

/** Opens the card form on the page of an order; resolves when a card can be typed. */
export async function openCardForm(page: Page): Promise<void> {
  await payButton(page).click();
  await payNow(page).and(page.locator('[aria-disabled=false]')).waitFor();
  await fields(page).getByLabel('Card number').waitFor();
}

/** Types a card into the open form. */
export async function typeCard(page: Page, number: string): Promise<void> {
  await fields(page).getByLabel('Card number').fill(number);
  await fields(page).getByLabel('Expiration date').fill('12 / 34');
  await fields(page).getByLabel('Security code').fill('123');
}

/** Types a card into the open form and asks the bank. */
export async function payWith(page: Page, number: string): Promise<void> {
  await typeCard(page, number);
  await payNow(page).click();
}

/** The page of the bank, which asks the buyer within the page of the order. */
export function bankOf(page: Page): FrameLocator {
  return page.frameLocator('iframe[src*="/3ds/"]');
}
