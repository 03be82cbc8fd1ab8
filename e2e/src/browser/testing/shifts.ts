import type { Page } from 'playwright-core';

/** The limit of movement on a page, as cumulative layout shift, which Chromium measures. */
export const MOST_SHIFT = 0.01;

/** Sums up the movement on a page, also right after a key or a click. Call it before the page is opened. */
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
