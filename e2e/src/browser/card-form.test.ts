import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launchBrowser } from './testing/browser.js';
import { CardShop } from './testing/card-shop.js';
import { describeInBrowser } from './testing/describe-in-browser.js';

/** The stand-in's script in a page of nobody. The suites of paying try it in the site. */
describeInBrowser('the card form of the stand-in for Stripe', () => {
  const shop = new CardShop();
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    [browser] = await Promise.all([launchBrowser(), shop.start()]);
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    page.setDefaultTimeout(15_000);
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser?.close();
    await shop.stop();
  });

  const frame = (): FrameLocator => page.frameLocator('iframe[title^="Secure card"]');
  const bank = (): FrameLocator => page.frameLocator('iframe[title="Confirm the payment"]');
  const field = (label: string) => frame().getByLabel(label);
  const pay = () => page.getByRole('button', { name: 'Pay' }).click();
  const result = (title: string) => page.waitForFunction((text) => document.title === text, title);

  /** Types as a person does, with the keyboard alone. */
  async function type(number: string): Promise<void> {
    await field('Card number').focus();
    await page.keyboard.type(number);
    await page.keyboard.press('Tab');
    await page.keyboard.type('1240');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123');
  }

  it('formats what is typed, and pays when Enter is pressed', async () => {
    const id = await shop.open(page);
    await type('4242424242424242');
    expect(await field('Card number').inputValue()).toBe('4242 4242 4242 4242');
    expect(await field('Expiration date').inputValue()).toBe('12 / 40');
    await page.keyboard.press('Enter');
    await result('requires_capture');
    expect(await shop.status(id)).toBe('requires_capture');
  });

  it('keeps the caret where a digit is taken out and put in', async () => {
    await shop.open(page);
    await type('4242424242424242');
    await field('Card number').focus(); // a key pressed in a field without the focus goes to its beginning
    await field('Card number').evaluate((input) => (input as HTMLInputElement).setSelectionRange(6, 6));
    await field('Card number').press('Backspace');
    await field('Card number').press('9');
    expect(await field('Card number').inputValue()).toBe('4242 9242 4242 4242');
  });

  it('marks what is missing and goes to the first mistake', async () => {
    const id = await shop.open(page);
    await pay();
    await result('validation_error incomplete_number');
    await frame().getByText('Your card number is incomplete.').waitFor();
    await frame().getByText("Your card's security code is incomplete.").waitFor();
    const number = field('Card number');
    expect(await number.getAttribute('aria-invalid')).toBe('true');
    expect(await number.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await shop.status(id)).toBe('requires_payment_method');
  });

  it('takes another card after a declined one', async () => {
    await shop.open(page);
    await type('4000000000000002');
    await pay();
    await result('card_error card_declined');
    await field('Card number').fill('4242424242424242');
    await pay();
    await result('requires_capture');
  });

  it.each(['Complete', 'Fail', 'Escape', 'Cancel'])('asks the bank in a dialog that %s ends', async (end) => {
    const id = await shop.open(page);
    await type('4000000000003220');
    await pay();
    await bank().getByRole('button', { name: 'Complete' }).waitFor();
    const dialog = page.getByRole('dialog', { name: 'Confirm the payment with your bank' });
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    if (end === 'Escape') await page.keyboard.press('Escape');
    else if (end === 'Cancel') await dialog.getByRole('button', { name: end }).click();
    else await bank().getByRole('button', { name: end }).click();
    if (end === 'Complete') await result('requires_capture');
    else await result('invalid_request_error payment_intent_authentication_failure');
    expect(await dialog.count()).toBe(0);
    expect(await shop.status(id)).toBe(end === 'Complete' ? 'requires_capture' : 'requires_payment_method');
  });

  it('believes no message of another page that the bank has ended', async () => {
    const id = await shop.open(page);
    await type('4000000000003220');
    await pay();
    await bank().getByRole('button', { name: 'Complete' }).waitFor();
    await page.evaluate(() => window.postMessage('stripe-stand-in:authentication-ended', '*'));
    await page.waitForTimeout(500);
    expect(await page.getByRole('dialog').count()).toBe(1);
    expect(await shop.status(id)).toBe('requires_action');
  });

  it('leads to the return address without the secret', async () => {
    const id = await shop.open(page, 'always');
    await type('4242424242424242');
    await pay();
    await page.waitForURL(`**/back?order=1&payment_intent=${id}&redirect_status=succeeded`);
  });

  it('says that no money moves, and fits a narrow screen', async () => {
    await shop.open(page);
    await frame().getByText('Test payments: no money moves.').waitFor();
    const excess = await frame()
      .locator('html')
      .evaluate(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => [
        scrollWidth - clientWidth,
        scrollHeight - clientHeight,
      ]);
    expect(excess).toEqual([0, 0]);
  });
});
