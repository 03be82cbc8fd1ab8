import { eventually } from '@ticketing/processes';
import type { Locator } from 'playwright-core';

const LIMIT_MS = 60_000;

/**
 * Resolves when the scripts of the page have taken over an element. The server sends every element, so one that shows may
 * not answer to a click yet. The page may be loaded again meanwhile.
 */
export async function hydrated(element: Locator): Promise<void> {
  await eventually(async () => {
    const isHydrated = await element.evaluate((found) =>
      Object.keys(found).some((key) => key.startsWith('__reactProps')),
    );
    if (!isHydrated) throw new Error(`the scripts of the page have not taken over ${String(element)}`);
  }, LIMIT_MS);
}
