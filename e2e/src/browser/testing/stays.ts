import type { Page } from 'playwright-core';

/** Marks the loaded page; `hasStayed` then tells whether it is still the same one. */
export const stays = (page: Page) => page.evaluate(() => Object.assign(window, { stayed: true }));
export const hasStayed = (page: Page) => page.evaluate(() => 'stayed' in window);
