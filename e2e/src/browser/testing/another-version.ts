import type { Page } from 'playwright-core';

/** What the site answers to a form of another version. */
export const AGAIN = 'Please try that again';

/** Lets the page send its forms as a page of another version would: with ids of actions that the server does not know. */
export async function sendAsAnotherVersion(page: Page): Promise<() => Promise<void>> {
  const other = (id: string) => id.slice(0, 2) + '0'.repeat(40);
  await page.route('**/*', async (route) => {
    const sent = route.request();
    if (sent.method() !== 'POST') return route.continue();
    const headers = sent.headers();
    const action = headers['next-action'];
    if (action) return route.continue({ headers: { ...headers, 'next-action': other(action) } });
    return route.continue({ postData: (sent.postData() ?? '').replace(/\b[0-9a-f]{42}\b/g, other) });
  });
  return () => page.unroute('**/*');
}
