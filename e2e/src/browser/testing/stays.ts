import type { Page } from 'playwright-core';

/** From now on `hasStayed` tells whether the page is still the one that was loaded. */
export const stays = (page: Page) => page.evaluate(() => Object.assign(window, { stayed: true }));
export const hasStayed = (page: Page) => page.evaluate(() => 'stayed' in window);
