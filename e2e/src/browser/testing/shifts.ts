import type { Page } from 'playwright-core';

/** How much may move on a page, by Chromium's own measure (cumulative layout shift). */
export const MOST_SHIFT = 0.01;

/** To be called before a page is opened: sums up what moves on it, also right after a key or a click. */
export async function observeShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      const found = list.getEntries() as unknown as { value: number }[];
      for (const { value } of found) (window as unknown as { shift: number }).shift += value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

export function shiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { shift: number }).shift);
}
