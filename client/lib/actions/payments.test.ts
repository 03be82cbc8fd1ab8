import type { Result } from '../api/result';
import type { Payment } from '../api/types';
import { payAction } from './payments';

const mockHeaders = new Headers();
const mockAnswers: { payment?: Result<Payment> } = {};
let mockStandIn = true;
jest.mock('next/headers', () => ({ headers: () => Promise.resolve(mockHeaders) }));
jest.mock('next/cache', () => ({ refresh: jest.fn() }));
jest.mock('next/navigation', () => ({
  redirect: (url: string) => {
    throw new Error(`to ${url}`);
  },
}));
jest.mock('../page-data', () => ({
  toSignIn: (path: string) => Promise.reject(new Error(`sign in for ${path}`)),
}));
jest.mock('./made-for', () => ({ madeForAnother: () => Promise.resolve(undefined) }));
jest.mock('../api', () => ({
  createPayment: () => Promise.resolve(mockAnswers.payment),
  paymentsConfig: () =>
    Promise.resolve({
      ok: true,
      value: {
        publishableKey: 'pk',
        scriptUrl: 'http://localhost:4242/v3/',
        apiUrl: 'http://localhost:4242',
        standIn: mockStandIn,
      },
    }),
}));

const payment = (fields: Partial<Payment> = {}): Payment => ({
  id: 'p1',
  orderId: 'o1',
  status: 'open',
  amount: 2000,
  currency: 'usd',
  clientSecret: 'pi_1_secret_2',
  ...fields,
});

/** Presses Pay on a page with or without JavaScript. */
function press(result: Result<Payment>, withScript = true) {
  mockAnswers.payment = result;
  mockHeaders.set('origin', 'http://localhost:3000');
  mockHeaders.delete('next-action');
  if (withScript) mockHeaders.set('next-action', 'x');
  const form = new FormData();
  form.set('id', 'o1');
  return payAction(undefined, form);
}

beforeEach(() => {
  mockStandIn = true;
});

it('gives a page with JavaScript what the card form needs', async () => {
  expect(await press({ ok: true, value: payment() })).toEqual({
    open: {
      paymentId: 'p1',
      clientSecret: 'pi_1_secret_2',
      publishableKey: 'pk',
      scriptUrl: 'http://localhost:4242/v3/',
      standIn: true,
    },
  });
});

it('leads a page without JavaScript to the form of the stand-in', async () => {
  await expect(press({ ok: true, value: payment() }, false)).rejects.toThrow(
    /^to http:\/\/localhost:4242\/pay\/pi_1\?client_secret=.*&return_url=http%3A%2F%2Flocalhost%3A3000%2Forders%2Fo1/,
  );
});

it('says without JavaScript that real cards need it', async () => {
  mockStandIn = false;
  const { refusal } = await press({ ok: true, value: payment() }, false);
  expect(refusal?.title).toBe('Card payment needs JavaScript');
});

it.each(['authorised', 'capturing', 'paid'] as const)(
  'shows the order when the payment is %s already',
  async (status) => {
    const answer = { ok: true, value: payment({ status, clientSecret: undefined }) } as const;
    await expect(press(answer)).rejects.toThrow('to /orders/o1');
  },
);

it('says that the order is kept when the payments service gives no answer', async () => {
  const state = await press({ ok: false, failure: { kind: 'down' } });
  expect(state).toMatchObject({
    kept: true,
    refusal: { kind: 'retry', title: 'Paying is not possible right now' },
  });
});

it('says that nothing has been done when the payments service is busy', async () => {
  const state = await press({ ok: false, failure: { kind: 'busy' } });
  expect(state).toMatchObject({
    kept: true,
    refusal: { kind: 'retry', text: expect.stringContaining('Nothing has been done') as string },
  });
});

it('passes on why the order cannot be paid for', async () => {
  const errors = [{ message: 'less than a minute is left' }];
  const { refusal } = await press({ ok: false, failure: { kind: 'refused', errors } });
  expect(refusal).toMatchObject({
    title: 'You cannot pay for this order now',
    text: 'Less than a minute is left',
  });
});

it('asks for a moment when the order has not arrived yet', async () => {
  const { refusal } = await press({ ok: false, failure: { kind: 'notFound' } });
  expect(refusal?.title).toBe('Not quite ready');
});

it('leads to the sign-in page and back', async () => {
  await expect(press({ ok: false, failure: { kind: 'unauthorized' } })).rejects.toThrow(
    'sign in for /orders/o1',
  );
});
