import { eventually } from '@ticketing/processes';
import { CARDS, type PaymentBody } from '../../testing/paying.js';
import { bankOf, openCardForm, payButton, payNow, payWith, typeCard } from '../testing/card-form.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Account, Site } from '../testing/site.js';

export function buying(): void {
  let site: Site;
  let seller: Account;
  beforeAll(async () => {
    site = await sharedSite();
  });
  beforeEach(async () => {
    seller = await site.account();
  });

  /** A new buyer with an order, and the card form open on its page. */
  const atCardForm = async () => {
    const buyer = await site.member();
    const order = await site.reserve(buyer, (await site.sell(seller)).id);
    await buyer.goto(`/orders/${order.id}`);
    await openCardForm(buyer);
    return { buyer, order };
  };
  const paymentsOf = async (buyer: Account, orderId: string) =>
    (await (await buyer.request.get(`/api/payments?orderId=${orderId}`)).json()) as PaymentBody[];

  it('in two browsers: one buys it, and the other sees it sold', async () => {
    const [watcher, buyer] = [await site.pageOf(seller), await site.member()];
    const ticket = await site.sell(seller, { title: 'Two seats in the stalls', price: 45.5 });
    await watcher.goto(`/tickets/${ticket.id}`);
    await buyer.goto(`/tickets/${ticket.id}`);
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.waitForURL('**/orders/*');
    const url = buyer.url();
    await watcher.getByText('Somebody has reserved it').waitFor();
    await openCardForm(buyer);
    await payWith(buyer, CARDS.ok);
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
    expect(buyer.url()).toBe(url);
    await watcher.getByText('Sold for $45.50').waitFor();
    await buyer.getByRole('link', { name: 'All my orders' }).click();
    await buyer
      .getByRole('listitem')
      .filter({ hasText: 'Two seats in the stalls' })
      .getByText('Yours')
      .waitFor();
  });

  it('after 3-D Secure, also when it failed the first time', async () => {
    const { buyer } = await atCardForm();
    await payWith(buyer, CARDS.threeDSecure);
    await bankOf(buyer).getByRole('button', { name: 'Fail' }).click();
    await buyer.getByRole('alert').filter({ hasText: 'could not confirm that it is you' }).waitFor();
    await payNow(buyer).click();
    await bankOf(buyer).getByRole('button', { name: 'Complete' }).click();
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
  });

  it('with another card after two were declined', async () => {
    const { buyer, order } = await atCardForm();
    await payWith(buyer, CARDS.declined);
    await buyer
      .getByRole('alert')
      .filter({ hasText: 'does not say why' })
      .and(buyer.locator(':focus'))
      .waitFor();
    await payWith(buyer, CARDS.insufficientFunds);
    await buyer.getByRole('alert').filter({ hasText: 'not enough money' }).waitFor();
    await buyer.getByRole('timer').waitFor();
    await payWith(buyer, CARDS.ok);
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
    expect(await paymentsOf(buyer, order.id)).toMatchObject([{ status: 'paid' }]);
  });

  it('after a reload in the middle, and going back shows no card form', async () => {
    const buyer = await site.member();
    const order = await site.reserve(buyer, (await site.sell(seller)).id);
    await buyer.goto('/orders');
    await buyer.goto(`/orders/${order.id}`);
    await openCardForm(buyer);
    await buyer.reload();
    await buyer.getByText('You have begun to pay').waitFor();
    await openCardForm(buyer);
    await payWith(buyer, CARDS.ok);
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
    expect(await paymentsOf(buyer, order.id)).toHaveLength(1);
    await buyer.goBack();
    await buyer.getByRole('heading', { name: 'My orders' }).waitFor();
    await buyer.goForward();
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
    expect(await payButton(buyer).or(payNow(buyer)).count()).toBe(0);
  });

  it('once, when two tabs pay with two cards, and both tabs say so', async () => {
    const first = await site.member();
    const order = await site.reserve(first, (await site.sell(seller)).id);
    const second = await first.context().newPage();
    for (const page of [first, second]) {
      // a page that learns of the payment too early has no form any more
      await page.route('**/live/**', (route) => route.abort());
      await page.goto(`/orders/${order.id}`);
      await openCardForm(page);
      await typeCard(page, CARDS.ok);
    }
    await Promise.all([first, second].map((page) => payNow(page).dblclick()));
    for (const page of [first, second]) {
      await page.unrouteAll();
      await page.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
    }
    expect(await paymentsOf(first, order.id)).toMatchObject([{ status: 'paid' }]);
  });

  it('an open tab follows the payment of another', async () => {
    const paying = await site.member();
    const order = await site.reserve(paying, (await site.sell(seller)).id);
    const open = await paying.context().newPage();
    await open.goto(`/orders/${order.id}`);
    await openCardForm(open);
    await paying.goto(`/orders/${order.id}`);
    await openCardForm(paying);
    await payWith(paying, CARDS.ok);
    await open.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
  });

  it('without JavaScript, also after a declined card and 3-D Secure', async () => {
    const buyer = await site.member({ javaScriptEnabled: false });
    const order = await site.reserve(buyer, (await site.sell(seller)).id);
    await buyer.goto(`/orders/${order.id}`);
    await payButton(buyer).click();
    const pay = async (number: string) => {
      await buyer.getByLabel('Card number').fill(number);
      await buyer.getByLabel(/Expir/).fill('12 / 34');
      await buyer.getByLabel('Security code').fill('123');
      await buyer.getByRole('button', { name: /^Pay/ }).click();
    };
    await pay(CARDS.declined);
    await buyer.getByRole('alert').waitFor();
    await buyer.goto(`/orders/${order.id}`);
    await buyer.getByText('You have begun to pay').waitFor();
    await payButton(buyer).click();
    await pay(CARDS.threeDSecure);
    await buyer.getByRole('button', { name: 'Complete' }).click();
    await buyer.waitForURL(`**/orders/${order.id}`);
    // the way back waits until the payment has been taken
    await buyer.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
  });

  it('when the buyer closes the page at the bank', async () => {
    const { buyer, order } = await atCardForm();
    await buyer.route('**/orders/*/paid**', (route) => route.abort());
    await payWith(buyer, CARDS.ok);
    await buyer.waitForRequest('**/orders/*/paid**');
    const elsewhere = await site.pageOf(buyer);
    await buyer.close();
    await eventually(async () => {
      const [payment] = await paymentsOf(elsewhere, order.id);
      if (payment?.status !== 'paid') throw new Error('it is not paid');
    });
    await elsewhere.goto(`/orders/${order.id}`);
    await elsewhere.getByRole('heading', { name: 'This ticket is yours' }).waitFor();
  });
}
