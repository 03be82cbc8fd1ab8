import { eventually } from '@ticketing/processes';
import { CARDS, type PaymentBody } from '../../testing/paying.js';
import { accessibilityFindings } from '../testing/axe.js';
import { openCardForm, payButton, payWith } from '../testing/card-form.js';
import { sharedSite } from '../testing/shared-site.js';
import { MOST_SHIFT, observeShifts, shiftOf } from '../testing/shifts.js';
import type { Account, Site } from '../testing/site.js';

export function payingSafely(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const reserved = async (buyer: Account) => site.reserve(buyer, (await site.sell(await site.account())).id);

  it('each state of paying is accessible, on a phone and a desktop, light and dark', async () => {
    const buyer = await site.member();
    const findings: string[] = [];
    const look = async (state: string) => findings.push(...(await accessibilityFindings(buyer, state)));
    const order = await reserved(buyer);
    await buyer.goto(`/orders/${order.id}`);
    await openCardForm(buyer);
    await look('the card form');
    await payWith(buyer, CARDS.declined);
    await buyer.getByText('Your card was not accepted').waitFor();
    await look('a declined card');
    await buyer.reload();
    await buyer.getByText('You have begun to pay').waitFor();
    await look('a payment that was begun');
    for (const [status, title] of [
      ['awaiting:payment', 'Your payment is being taken'],
      ['complete', 'This ticket is yours'],
    ] as const) {
      await site.rewrite(order.id, { status });
      await buyer.getByRole('heading', { name: title }).waitFor();
      await look(title);
    }
    expect(findings).toEqual([]);
  });

  it('nothing moves when the fields of the card form come', async () => {
    const buyer = await site.account();
    const order = await reserved(buyer);
    for (const width of [390, 1280]) {
      const page = await site.pageOf(buyer, { viewport: { width, height: 800 } });
      await observeShifts(page);
      let load = () => {};
      const held = new Promise<void>((resolve) => (load = resolve));
      await page.route('**/v3/**', async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(`/orders/${order.id}`);
      await payButton(page).click();
      await page.getByText('The card form is loading').waitFor();
      const before = await shiftOf(page);
      load();
      await page.frameLocator('.card-fields iframe').getByLabel('Card number').waitFor();
      await page.getByText('The card form is loading').waitFor({ state: 'detached' });
      expect((await shiftOf(page)) - before).toBeLessThanOrEqual(MOST_SHIFT);
    }
  });

  it('loads nothing of the card form until somebody pays', async () => {
    const buyer = await site.member();
    const order = await reserved(buyer);
    const asked: string[] = [];
    buyer.on('request', (request) => asked.push(request.url()));
    await buyer.goto(`/orders/${order.id}`, { waitUntil: 'networkidle' });
    expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
    const before = asked.length;
    await openCardForm(buyer);
    expect(asked.slice(before).some((url) => url.includes('/v3/'))).toBe(true);
  });

  it.each([true, false])(
    'the client secret is in no address, page or log of the site (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const buyer = await site.member({ javaScriptEnabled });
      const order = await reserved(buyer);
      const seen: string[] = [];
      buyer.on('request', (request) => {
        if (request.url().startsWith(site.url)) seen.push(request.url(), JSON.stringify(request.headers()));
      });
      await buyer.goto(`/orders/${order.id}`);
      if (javaScriptEnabled) await openCardForm(buyer);
      else await payButton(buyer).click();
      const answer = await buyer.request.post('/api/payments', { data: { orderId: order.id } });
      const { clientSecret = '' } = (await answer.json()) as PaymentBody;
      expect(clientSecret).toMatch(/_secret/);
      await buyer.goto(`/orders/${order.id}`);
      seen.push(await buyer.content());
      expect(seen.join('\n')).not.toContain(clientSecret);
      await eventually(async () => {
        if (!(await site.logs()).includes('/api/payments')) throw new Error('the request is not in the log');
      });
      expect(await site.logs()).not.toContain(clientSecret);
    },
  );
}
