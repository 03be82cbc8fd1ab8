import type Stripe from 'stripe';
import type { StripeServer } from './stripe-server.js';
import { StripeSuite, clientOf, createManual } from './testing/stripe-suite.js';

const BACK = 'http://localhost:3000/orders/1/paid?payment=2';
const CARD = { number: '4242 4242 4242 4242', exp: '12/40', cvc: '123' };

interface Page {
  status: number;
  headers: Headers;
  text: string;
  location: string;
}

describe('the pages without JavaScript', () => {
  const suite = new StripeSuite();
  let server: StripeServer;
  let stripe: Stripe;
  beforeAll(async () => {
    server = await suite.server();
    stripe = clientOf(server);
  });
  afterAll(() => suite.end());

  async function open(path: string, form?: Record<string, string>): Promise<Page> {
    const init: RequestInit = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
    const response = await fetch(new URL(path, server.url), { ...init, redirect: 'manual' });
    const { status, headers } = response;
    return { status, headers, text: await response.text(), location: headers.get('location') ?? '' };
  }
  function formOf({ id, client_secret }: Stripe.PaymentIntent) {
    const own = { client_secret: client_secret ?? '', return_url: BACK };
    return { path: `/pay/${id}`, query: `?${new URLSearchParams(own).toString()}`, own };
  }
  const statusOf = async ({ id }: { id: string }) => (await stripe.paymentIntents.retrieve(id)).status;

  it('show a form that says that no money moves, and that only this server reads', async () => {
    const payment = await createManual(stripe);
    const { path, query } = formOf(payment);
    const { status, headers, text } = await open(path + query);
    expect(status).toBe(200);
    expect(text).toContain('Pay $19.99');
    expect(text).toContain('Test payments: no money moves.');
    for (const autocomplete of ['cc-number', 'cc-exp', 'cc-csc'])
      expect(text).toContain(`autocomplete="${autocomplete}"`);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "form-action 'self' http://localhost:3000",
      "frame-ancestors 'none'",
    ])
      expect(policy.split('; ')).toContain(part);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('take a card and lead back to the shop, without the secret', async () => {
    const payment = await createManual(stripe);
    const { path, own } = formOf(payment);
    const { status, location } = await open(path, { ...own, ...CARD });
    expect(status).toBe(303);
    expect(location).toBe(`${BACK}&payment_intent=${payment.id}&redirect_status=succeeded`);
    expect(await statusOf(payment)).toBe('requires_capture');
    const again = await open(path, { ...own, ...CARD });
    expect(again.location).toBe(location);
  });

  it.each([
    [{ number: '4000000000000002' }, 'Your card was declined.'],
    [{ number: '4000000000009995' }, 'Your card has insufficient funds.'],
    [{ number: '4242424242424241' }, 'Your card number is incorrect.'],
    [{ number: 'card' }, 'The card number is not a valid credit card number.'],
    [{ exp: '12/20' }, 'Your card&#39;s expiration year is invalid.'],
    [{ exp: '' }, 'Your card&#39;s expiration month is invalid.'],
    [{ cvc: '1' }, 'Your card&#39;s security code is invalid.'],
  ])('say what is wrong with %j, and take another card', async (wrong, message) => {
    const payment = await createManual(stripe);
    const { path, own } = formOf(payment);
    const declined = await open(path, { ...own, ...CARD, ...wrong });
    expect(declined.status).toBe(402);
    expect(declined.text).toMatch(new RegExp(`role="alert">\\s*${message}`));
    expect(declined.text).not.toContain('4242424242424241');
    expect((await open(path, { ...own, ...CARD })).location).toContain('redirect_status=succeeded');
  });

  it.each([
    ['complete', 'requires_capture'],
    ['fail', 'requires_payment_method'],
  ])('lead through 3-D Secure, where the buyer can %s it', async (outcome, end) => {
    const payment = await createManual(stripe);
    const { path, own } = formOf(payment);
    const sent = await open(path, { ...own, ...CARD, number: '4000000000003220' });
    expect(sent.location).toMatch(new RegExp(`^${server.url}/3ds/${payment.id}\\?client_secret=`));
    const bank = await open(sent.location);
    expect(bank.text).toContain('$19.99');
    const { client_secret } = own;
    const left = await open(`/3ds/${payment.id}`, { client_secret, attempt: '1', via: 'pay', outcome });
    expect(await statusOf(payment)).toBe(end);
    const form = await open(left.location);
    if (outcome === 'complete') expect(form.location).toContain('redirect_status=succeeded');
    else expect(form.text).toContain('The bank did not confirm that it is you. Nothing was charged.');
  });

  it('lead a server’s buyer back after 3-D Secure', async () => {
    const { id } = await createManual(stripe);
    const payment = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_threeDSecureRequiredChargeDeclined',
      return_url: BACK,
    });
    const page = payment.next_action?.redirect_to_url?.url ?? '';
    const client_secret = payment.client_secret ?? '';
    expect((await open(page)).status).toBe(200);
    const left = await open(`/3ds/${id}`, { client_secret, attempt: '1', via: '', outcome: 'complete' });
    expect(left.location).toBe(`${BACK}&payment_intent=${id}&redirect_status=failed`);
  });

  it('let an old page of 3-D Secure not confirm a new card', async () => {
    const { id, client_secret } = await createManual(stripe);
    const confirm = () =>
      stripe.paymentIntents.confirm(id, {
        payment_method: 'pm_card_threeDSecure2Required',
        return_url: BACK,
      });
    await confirm();
    await confirm();
    const answer = { client_secret: client_secret ?? '', via: '', outcome: 'complete' };
    await open(`/3ds/${id}`, { ...answer, attempt: '1' });
    expect(await statusOf({ id })).toBe('requires_action');
    await open(`/3ds/${id}`, { ...answer, attempt: '2' });
    expect(await statusOf({ id })).toBe('requires_capture');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '/orders', ''])(
    'refuse to lead back to %j',
    async (back) => {
      const { id, client_secret } = await createManual(stripe);
      const own = { client_secret: client_secret ?? '', return_url: back };
      expect((await open(`/pay/${id}?${new URLSearchParams(own).toString()}`)).status).toBe(400);
      expect((await open(`/pay/${id}`, { ...own, ...CARD })).status).toBe(400);
      expect(await statusOf({ id })).toBe('requires_payment_method');
    },
  );

  it('show no payment to somebody without its secret', async () => {
    const { id } = await createManual(stripe);
    for (const path of [`/pay/${id}`, `/3ds/${id}`])
      for (const client_secret of ['', 'wrong', `${id}_secret_wrong`]) {
        const own = { client_secret, return_url: BACK };
        expect((await open(`${path}?${new URLSearchParams(own).toString()}`)).status).toBe(404);
        expect((await open(path, { ...own, ...CARD, outcome: 'complete' })).status).toBe(404);
      }
  });

  it('lead back at once when the payment has ended', async () => {
    const payment = await createManual(stripe);
    await stripe.paymentIntents.cancel(payment.id);
    const { path, query, own } = formOf(payment);
    expect((await open(path + query)).location).toContain('redirect_status=failed');
    expect((await open(path, { ...own, ...CARD })).location).toContain('redirect_status=failed');
  });

  it('escape what an address puts into them', async () => {
    const { id, client_secret } = await createManual(stripe);
    const own = { client_secret: client_secret ?? '', return_url: `${BACK}"><script>alert(1)</script>` };
    const { text } = await open(`/pay/${id}?${new URLSearchParams(own).toString()}`);
    expect(text).not.toContain('<script>alert');
    expect((await open('/<b>nothing</b>')).text).not.toContain('<b>');
  });

  it('include the page script and the frame of the card fields', async () => {
    const script = await open('/v3/');
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(script.text).toContain('confirmPayment');
    const frame = await open('/v3/card');
    expect(frame.headers.get('content-security-policy')).toContain('frame-ancestors *');
    for (const [, path = ''] of frame.text.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      expect([path, (await open(path)).status]).toEqual([path, 200]);
  });
});
