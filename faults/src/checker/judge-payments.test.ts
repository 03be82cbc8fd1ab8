import { Subjects } from '@ticketing/common/events';
import type { IntentState, PaymentState } from '../snapshot/snapshot.js';
import { judge } from './judge.js';
import {
  ANNA,
  ask,
  BEN,
  DELETED,
  goodStory,
  PAID,
  PAYMENT,
  say,
  type Story,
  T0,
  TICKET,
} from './testing/story.js';

const OTHER = 'e'.repeat(24);

/** The rules that find something in the good story after this change of it. */
function broken(change: (story: Story) => void): string[] {
  const story = goodStory();
  change(story);
  return [...new Set(judge(story.history, story.snapshot).map(({ rule }) => rule))];
}

const order = ({ snapshot }: Story, id: string) => snapshot.orders.find((each) => each.id === id)!;
const payment = ({ snapshot }: Story) => snapshot.payments[0]!;
const intent = ({ snapshot }: Story) => snapshot.intents[0]!;

/** One more payment in the books and at the bank. */
function add(story: Story, books: Partial<PaymentState>, bank: Partial<IntentState>): void {
  const { id = OTHER, orderId = PAID, userId = ANNA } = books;
  const stripeId = 'pi_2';
  const after = { createdAt: payment(story).changedAt + 1, changedAt: payment(story).changedAt + 2 };
  story.snapshot.payments.push({ ...payment(story), ...after, id, stripeId, ...books });
  const metadata = { paymentId: id, orderId, userId };
  story.snapshot.intents.push({ ...intent(story), id: stripeId, metadata, ...bank });
}

const VOIDED = { goal: 'void', outcome: 'voided' };
const CANCELED = { status: 'canceled', received: 0 };

it('accepts a payment of an order that ended before it, when nothing was taken', () => {
  expect(
    broken((story) => {
      add(story, { ...VOIDED, orderId: DELETED, userId: BEN }, CANCELED);
      const told = { id: OTHER, orderId: DELETED, status: 'voided', amount: 2000, currency: 'usd' };
      ask(story, 9_000, 'ben', 'GET', `/api/payments/${OTHER}`, 200, told);
    }),
  ).toEqual([]);
});

describe('charged twice', () => {
  it('finds two payments that were taken for one order', () => {
    expect(broken((story) => add(story, {}, {}))).toContain('charged twice');
  });

  it('finds a part of the price that was kept', () => {
    expect(broken((story) => (intent(story).refunded = 500))).toContain('charged twice');
    expect(broken((story) => (intent(story).received = 1999))).toContain('charged twice');
  });
});

describe('charged without a claim', () => {
  it('finds money that was taken for an order that is cancelled, or missing', () => {
    const taken = (orderId: string) => broken((story) => add(story, { orderId, userId: BEN }, {}));
    expect(taken(DELETED)).toContain('charged without a claim');
    expect(taken(OTHER)).toContain('charged without a claim');
  });

  it('finds money that was taken for another payment than that which claimed the order', () => {
    expect(broken((story) => (intent(story).metadata.paymentId = OTHER))).toContain(
      'charged without a claim',
    );
    expect(broken((story) => (order(story, PAID).paymentId = OTHER))).toContain('charged without a claim');
  });
});

describe('sold without money', () => {
  it('finds a complete order whose payment was not taken, or with another amount', () => {
    expect(broken((story) => (intent(story).received = 0))).toContain('sold without money');
    expect(broken((story) => (intent(story).received = 100))).toContain('sold without money');
    expect(broken(({ snapshot }) => (snapshot.intents = []))).toContain('sold without money');
  });

  it('finds a complete order whose ticket is not sold to it for its price', () => {
    expect(broken(({ snapshot }) => delete snapshot.tickets[0]!.soldTo)).toContain('sold without money');
    expect(broken(({ snapshot }) => (snapshot.tickets[0]!.soldFor = 1))).toContain('sold without money');
  });
});

describe('unsettled payment', () => {
  it('finds one that is not settled long after its order has ended', () => {
    expect(broken((story) => (payment(story).settled = false))).toContain('unsettled payment');
    expect(
      broken((story) => {
        payment(story).settled = false;
        story.snapshot.takenAt = T0 + 10_000;
      }),
    ).not.toContain('unsettled payment');
  });

  it('finds money that is still reserved for an order that has ended', () => {
    const reserved = { status: 'requires_capture', received: 0 };
    expect(broken((story) => add(story, { ...VOIDED, orderId: DELETED, userId: BEN }, reserved))).toContain(
      'unsettled payment',
    );
  });

  it('finds an order that waits for its payment for ever', () => {
    expect(broken((story) => (order(story, PAID).status = 'awaiting:payment'))).toContain(
      'unsettled payment',
    );
  });
});

describe('broken claim', () => {
  const cancelled = (story: Story, cancelReason: string) =>
    Object.assign(order(story, PAID), { status: 'cancelled', cancelReason });
  const fails = (story: Story) =>
    say(story, 8_400, Subjects.PaymentFailed, { id: PAYMENT, version: 4, orderId: PAID, reason: 'expired' });

  it('finds an order that was cancelled although its payment has not failed', () => {
    expect(broken((story) => cancelled(story, 'payment-failed'))).toContain('broken claim');
    expect(
      broken((story) => {
        cancelled(story, 'payment-failed');
        fails(story);
      }),
    ).not.toContain('broken claim');
  });

  it('finds an order that ran out although a payment had claimed it', () => {
    expect(
      broken((story) => {
        cancelled(story, 'expired');
        fails(story);
      }),
    ).toContain('broken claim');
  });

  it('finds an order that two payments claimed', () => {
    const ticket = { id: TICKET, price: 20, hold: 3 };
    expect(
      broken((story) =>
        say(story, 8_400, Subjects.OrderClaimed, { id: PAID, version: 2, paymentId: OTHER, ticket }),
      ),
    ).toContain('broken claim');
  });
});

it('wrong words: finds a buyer who is told something else than what the bank did', () => {
  const told = (status: string) =>
    broken((story) => {
      const body = { id: PAYMENT, orderId: PAID, status, amount: 2000, currency: 'usd' };
      ask(story, 9_000, 'anna', 'GET', `/api/payments/${PAYMENT}`, 200, body);
    });
  expect(told('paid')).toEqual([]);
  expect(told('capturing')).toEqual([]);
  expect(told('voided')).toEqual(['wrong words']);
  expect(told('failed')).toEqual(['wrong words']);
});

it('forged webhook: finds one that was accepted', () => {
  const answered = (status: number) =>
    broken(({ history }) => history.forgeries.push({ at: T0, how: 'wrong key', status }));
  expect(answered(200)).toEqual(['forged webhook']);
  expect(answered(400)).toEqual([]);
});

describe('second payment', () => {
  it('finds a payment that was made at the bank twice', () => {
    expect(broken((story) => add(story, { id: PAYMENT }, CANCELED))).toContain('second payment');
  });

  it('finds an order with two payments that are not settled', () => {
    expect(
      broken((story) => {
        for (const id of [OTHER, 'f'.repeat(24)])
          add(story, { id, orderId: DELETED, userId: BEN, settled: false }, CANCELED);
      }),
    ).toContain('second payment');
  });

  it('finds a payment that began before the one before it had ended', () => {
    const begun = (afterMs: number) =>
      broken((story) => {
        const { changedAt } = payment(story);
        add(story, { ...VOIDED, createdAt: changedAt + afterMs, changedAt: changedAt + 10 }, CANCELED);
      });
    expect(begun(-1)).toEqual(['second payment']);
    expect(begun(1)).toEqual([]);
  });

  it('finds a buyer who got another payment after the order was complete', () => {
    const another = { id: OTHER, orderId: PAID, status: 'open', amount: 2000, currency: 'usd' };
    expect(
      broken((story) => {
        add(story, VOIDED, CANCELED);
        ask(story, 9_000, 'anna', 'POST', '/api/payments', 201, another, { orderId: PAID });
      }),
    ).toEqual(['second payment']);
  });
});

describe('other payer', () => {
  it('finds a payment over another amount, or by somebody else', () => {
    expect(broken((story) => (intent(story).amount = 1))).toContain('other payer');
    expect(broken((story) => (intent(story).metadata.userId = BEN))).toContain('other payer');
  });

  it('finds somebody who is shown the payment of another', () => {
    const body = { id: PAYMENT, orderId: PAID, status: 'paid', amount: 2000, currency: 'usd' };
    expect(
      broken((story) => ask(story, 9_000, 'ben', 'GET', `/api/payments/${PAYMENT}`, 200, body)),
    ).toContain('other payer');
  });
});

it('money without a goal: finds money that moved before the books named it', () => {
  expect(broken((story) => (payment(story).goal = 'authorise'))).toEqual(['money without a goal']);
  expect(broken((story) => (intent(story).refunded = 2000))).toContain('money without a goal');
});

describe('books and bank', () => {
  it('finds a payment that is taken in the books and not at the bank, or the other way round', () => {
    expect(broken((story) => (intent(story).received = 0))).toContain('books and bank');
    expect(broken((story) => (payment(story).outcome = 'failed'))).toContain('books and bank');
  });

  it('finds a payment that only one of the two has', () => {
    expect(broken(({ snapshot }) => (snapshot.intents = []))).toContain('books and bank');
    expect(broken(({ snapshot }) => (snapshot.payments = []))).toContain('books and bank');
  });
});

it('forked version: finds two events of one payment that differ', () => {
  const created = { id: PAYMENT, orderId: PAID, stripeId: 'pi_1', amount: 2000, currency: 'usd' };
  const told = (version: number, amount: number) =>
    broken((story) => say(story, 8_500, Subjects.PaymentCreated, { ...created, version, amount }));
  expect(told(4, 2000)).toEqual([]);
  expect(told(4, 1999)).toEqual(['forked version']);
  expect(told(5, 2000)).toEqual(['forked version']);
});

it('secret told: finds a place that has one', () => {
  expect(broken(({ snapshot }) => snapshot.secretsIn.push('the log orders.log'))).toEqual(['secret told']);
});

it('lost answer: finds a payment that was shown and is missing', () => {
  const body = { id: OTHER, orderId: PAID, status: 'open', amount: 2000, currency: 'usd' };
  expect(
    broken((story) => ask(story, 8_250, 'anna', 'POST', '/api/payments', 200, body, { orderId: PAID })),
  ).toContain('lost answer');
});

it('unexpected refusal: finds a stranger who may pay, and a buyer who may not', () => {
  const answered = (who: string, status: number) =>
    broken((story) => ask(story, 8_100, who, 'POST', '/api/payments', status, {}, { orderId: PAID }));
  expect(answered('ben', 401)).toEqual([]);
  expect(answered('ben', 400)).toEqual(['unexpected refusal']);
  expect(answered('anna', 401)).toEqual(['unexpected refusal']);
});

it('wrong refusal: finds a buyer who could not cancel an order that no payment had claimed', () => {
  const refused = (id: string) =>
    broken((story) => ask(story, 8_500, 'anna', 'DELETE', `/api/orders/${id}`, 400, {}));
  expect(refused(DELETED)).toContain('wrong refusal');
  expect(refused(PAID)).toEqual([]);
});

it('lost event: finds a complete order, or a payment that was taken, without its event', () => {
  const forgotten = (channel: string) =>
    broken(
      ({ snapshot }) =>
        (snapshot.messages = snapshot.messages.filter((message) => message.channel !== channel)),
    );
  expect(forgotten(Subjects.OrderCompleted)).toContain('lost event');
  expect(forgotten(Subjects.PaymentCreated)).toContain('lost event');
});
