import { CARDS, type PaymentBody } from '../../testing/paying.js';
import type { OrderBody } from '../../testing/visitor.js';
import { bankOf, openCardForm, payButton, payNow, payWith, typeCard } from '../testing/card-form.js';
import { MODES } from '../testing/modes.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Account, Site } from '../testing/site.js';

/** Long enough to fill in the card form, short enough to wait for. */
const LAST_SECONDS_MS = 8_000;

export function notBuying(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const reserved = async (buyer: Account): Promise<OrderBody> =>
    site.reserve(buyer, (await site.sell(await site.account())).id);
  /** A new buyer with an order, and the card form open on its page. */
  const atCardForm = async () => {
    const buyer = await site.member();
    const order = await reserved(buyer);
    await buyer.goto(`/orders/${order.id}`);
    await openCardForm(buyer);
    return { buyer, order };
  };
  const statusesOf = async (buyer: Account, orderId: string) => {
    const answer = await buyer.request.get(`/api/payments?orderId=${orderId}`);
    return ((await answer.json()) as PaymentBody[]).map(({ status }) => status);
  };
  const endsSoon = (orderId: string) =>
    site.rewrite(orderId, { expiresAt: new Date(Date.now() + LAST_SECONDS_MS) });

  it('the time runs out while the form is open: it closes, and nothing is charged', async () => {
    const { buyer, order } = await atCardForm();
    await endsSoon(order.id);
    await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
    expect(await payNow(buyer).count()).toBe(0);
    await buyer.getByText('The time ran out before the payment was taken. You were not charged.').waitFor();
    expect(await statusesOf(buyer, order.id)).toEqual(['voided']);
  });

  it('the time runs out while the bank asks: its page stays, and nothing is charged', async () => {
    const { buyer, order } = await atCardForm();
    await typeCard(buyer, CARDS.threeDSecure);
    await endsSoon(order.id);
    await buyer.getByRole('heading', { name: 'Your reservation ends soon' }).waitFor();
    await payNow(buyer).click();
    const confirm = bankOf(buyer).getByRole('button', { name: 'Complete' });
    await confirm.waitFor();
    await buyer.getByText('You are charged only if the ticket becomes yours').waitFor();
    await site.isHeld(buyer, order.ticket.id, false);
    await confirm.click();
    await buyer.getByText('The time ran out before the payment was taken. You were not charged.').waitFor();
    expect(await statusesOf(buyer, order.id)).toEqual(['voided']);
  });

  it('the buyer cancels while the form is open', async () => {
    const { buyer } = await atCardForm();
    await buyer.getByRole('button', { name: 'Cancel order' }).click();
    await buyer.getByRole('heading', { name: 'You have cancelled this order' }).waitFor();
    await buyer.getByText('You were not charged.').waitFor();
    expect(await payNow(buyer).count()).toBe(0);
  });

  it.each(MODES)('%s: the payments service is down', async (_, javaScriptEnabled) => {
    const buyer = await site.member({ javaScriptEnabled });
    const order = await reserved(buyer);
    await buyer.route('**/live/**', (route) => route.abort());
    await buyer.goto(`/orders/${order.id}`);
    await site.without('payments', async () => {
      await payButton(buyer).click();
      const alert = buyer.getByRole('alert').filter({ hasText: 'Paying is not possible right now' });
      await alert.getByText(/Your order is kept until \d?\d:\d\d/).waitFor();
      await buyer.goto(`/orders/${order.id}`);
      await buyer.getByText('Paying is not possible right now').waitFor();
      await buyer.getByRole('button', { name: 'Cancel order' }).waitFor();
      expect(await payButton(buyer).count()).toBe(0);
    });
    await buyer.goto(`/orders/${order.id}`);
    await payButton(buyer).waitFor();
  });

  it('Stripe is down: the order is kept, and can be paid when Stripe is back', async () => {
    const buyer = await site.member();
    const order = await reserved(buyer);
    await buyer.goto(`/orders/${order.id}`);
    await site.without('stripe', async () => {
      await payButton(buyer).click();
      await buyer.getByRole('alert').filter({ hasText: 'Your order is kept until' }).waitFor();
    });
    await openCardForm(buyer);
    await payWith(buyer, CARDS.ok);
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
  });

  it('the card form does not load, and loads again', async () => {
    const buyer = await site.member();
    const order = await reserved(buyer);
    await buyer.goto(`/orders/${order.id}`);
    await buyer.route('**/v3/**', (route) => route.abort());
    await payButton(buyer).click();
    await buyer.getByRole('alert').filter({ hasText: 'The card form did not load' }).waitFor();
    await buyer.unrouteAll();
    await buyer.getByRole('button', { name: 'Load the card form again' }).click();
    await payWith(buyer, CARDS.ok);
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
  });

  it('the connection breaks while the bank is asked: the page does not guess', async () => {
    const { buyer } = await atCardForm();
    // the bank gets the question, and its answer is lost
    await buyer.route('**/v1/payment_intents/*/confirm', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await payWith(buyer, CARDS.ok);
    const alert = buyer.getByRole('alert').filter({ hasText: 'We do not know whether your bank has agreed' });
    const yours = buyer.getByRole('heading', { name: 'This ticket is yours' });
    await alert.or(yours).first().waitFor();
    await yours.waitFor();
  });

  it.each([
    ['awaiting:payment', 'Your payment is being taken', {}],
    ['cancelled', 'The payment could not be taken', { cancelReason: 'payment-failed' }],
    ['complete', 'You have got your money back', { refund: { amount: 2000, refundId: 're_1' } }],
  ])('an order that is %s says: %s', async (status, title, fields) => {
    const buyer = await site.account();
    const order = await reserved(buyer);
    await site.rewrite(order.id, {
      status,
      ...(status === 'cancelled' && { cancelledAt: new Date() }),
      ...fields,
    });
    const page = await site.pageOf(buyer, { javaScriptEnabled: false });
    await page.goto(`/orders/${order.id}`);
    await page.getByRole('heading', { name: title }).waitFor();
    const text = await page.getByRole('main').innerText();
    expect(text.includes('You were not charged')).toBe(status === 'cancelled');
    expect(text.includes('Given back: $20.00')).toBe('refund' in fields);
    expect(await page.getByRole('timer').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Cancel|Pay/ }).count()).toBe(0);
  });
}
