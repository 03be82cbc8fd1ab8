import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Bank } from './testing/bank.js';

const AMOUNT = 1999;
const CARDS = {
  ok: 'pm_card_visa',
  declined: 'pm_card_chargeDeclined',
  secure: 'pm_card_threeDSecure2Required',
  secureDeclined: 'pm_card_threeDSecureRequiredChargeDeclined',
} as const;

type Card = keyof typeof CARDS;

type Step =
  | { do: 'confirm'; card: Card }
  | { do: 'authenticate'; passed: boolean; stale: boolean }
  | { do: 'capture'; amount: number | undefined }
  | { do: 'refund'; amount: number }
  | { do: 'cancel' | 'lapse' | 'restart' };

/** What a payment must look like, by rules that are written anew. */
interface Model {
  manual: boolean;
  status: 'requires_payment_method' | 'requires_action' | 'requires_capture' | 'succeeded' | 'canceled';
  card: Card;
  attempts: number;
  captured: number;
  refunded: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('confirm' as const),
      card: fc.constantFrom(...(Object.keys(CARDS) as Card[])),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('authenticate' as const),
      passed: fc.boolean(),
      stale: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('capture' as const),
      amount: fc.option(fc.integer({ min: 0, max: AMOUNT + 1 }), { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('refund' as const), amount: fc.integer({ min: 0, max: AMOUNT }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'lapse' as const, 'restart' as const) }),
  },
);

describe('the states of a payment', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'stripe-states-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('follow the rules, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 14 }), (manual, steps) => {
        const bank = new Bank(mkdtempSync(join(directory, 'run-')));
        const { id } = bank.create({
          amount: String(AMOUNT),
          currency: 'usd',
          capture_method: manual ? 'manual' : 'automatic',
        }).body as { id: string };
        const status = 'requires_payment_method';
        let model: Model = { manual, status, card: 'ok', attempts: 0, captured: 0, refunded: 0 };
        for (const next of steps) {
          const before = { events: bank.events().length, intent: bank.intent(id) };
          const expected = apply(model, next);
          const answer = perform(bank, id, next);
          if (answer !== undefined) expect([next, answer]).toEqual([next, expected.status]);
          if (expected.after === model && next.do !== 'restart') {
            expect(bank.intent(id)).toEqual(before.intent);
            expect(bank.events()).toHaveLength(before.events);
          }
          model = expected.after;
          compare(bank, id, model);
        }
        bank.close();
      }),
      { numRuns: 250 },
    );
  });
});

function perform(bank: Bank, id: string, next: Step): number | undefined {
  switch (next.do) {
    case 'confirm':
      return bank.confirm(id, CARDS[next.card]).status;
    case 'authenticate':
      return bank.authenticate(id, bank.attempt(id) - (next.stale ? 1 : 0), next.passed).status;
    case 'capture':
      return bank.capture(id, next.amount).status;
    case 'refund':
      return bank.refund(id, next.amount).status;
    case 'cancel':
      return bank.cancel(id).status;
    default:
      bank[next.do]();
      return undefined;
  }
}

/** Returns the status of the answer and the payment after the step. */
function apply(model: Model, next: Step): { status: number; after: Model } {
  const refused = { status: 400, after: model };
  const open = model.status === 'requires_payment_method' || model.status === 'requires_action';
  switch (next.do) {
    case 'confirm': {
      if (!open) return refused;
      const tried = { ...model, card: next.card, attempts: model.attempts + 1 };
      if (next.card.startsWith('secure'))
        return { status: 200, after: { ...tried, status: 'requires_action' } };
      return asked(tried);
    }
    case 'authenticate':
      if (model.status !== 'requires_action' || next.stale) return refused;
      if (next.passed) return { ...asked(model), status: 200 };
      return { status: 200, after: { ...model, status: 'requires_payment_method' } };
    case 'capture': {
      const amount = next.amount ?? AMOUNT;
      if (model.status !== 'requires_capture' || amount < 1 || amount > AMOUNT) return refused;
      return { status: 200, after: { ...model, status: 'succeeded', captured: amount } };
    }
    case 'refund': {
      const left = model.captured - model.refunded;
      if (model.status !== 'succeeded' || next.amount < 1 || next.amount > left) return refused;
      return { status: 200, after: { ...model, refunded: model.refunded + next.amount } };
    }
    case 'cancel':
      if (!open && model.status !== 'requires_capture') return refused;
      return { status: 200, after: { ...model, status: 'canceled' } };
    case 'lapse':
      return {
        status: 200,
        after: model.status === 'requires_capture' ? { ...model, status: 'canceled' } : model,
      };
    default:
      return { status: 200, after: model };
  }
}

/** The bank is asked for the money. */
function asked(model: Model): { status: number; after: Model } {
  if (/declined/i.test(model.card))
    return { status: 402, after: { ...model, status: 'requires_payment_method' } };
  const after: Model = model.manual
    ? { ...model, status: 'requires_capture' }
    : { ...model, status: 'succeeded', captured: AMOUNT };
  return { status: 200, after };
}

function compare(bank: Bank, id: string, model: Model): void {
  const intent = bank.intent(id);
  expect(intent).toMatchObject({
    status: model.status,
    amount: AMOUNT,
    amount_capturable: model.status === 'requires_capture' ? AMOUNT : 0,
    amount_received: model.captured,
  });
  expect(bank.attempt(id)).toBe(model.attempts);
  expect(intent.next_action !== null).toBe(model.status === 'requires_action');
  expect(intent.canceled_at !== null).toBe(model.status === 'canceled');
  expect(bank.refunds().reduce((sum, { amount }) => sum + amount, 0)).toBe(model.refunded);
  const charge = bank.charge(id);
  if (model.captured > 0)
    expect(charge).toMatchObject({
      captured: true,
      paid: true,
      amount_captured: model.captured,
      amount_refunded: AMOUNT - model.captured + model.refunded,
    });
  else expect(charge?.captured ?? false).toBe(false);
}
