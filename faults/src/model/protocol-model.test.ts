import { explore, type Findings } from './explore.js';
import { ALL_MECHANISMS, type Mechanisms } from './mechanisms.js';

// `npm run model -w faults` explores more, with two payments and two workers at once

const TWO_WORKERS = { payments: 1, workers: 2 };
const TWO_PAYMENTS = { payments: 2, workers: 1 };
/** The shortest ways to a broken promise are found first. */
const FIRST = { states: 6_000 };

const without = (mechanism: keyof Mechanisms, sizes: Parameters<typeof explore>[0] = TWO_WORKERS) =>
  explore(sizes, { ...ALL_MECHANISMS, [mechanism]: false });
const promises = ({ broken }: Findings) => Object.keys(broken);

it.each([
  { sizes: TWO_WORKERS, atLeast: 5_000 },
  { sizes: TWO_PAYMENTS, atLeast: 20_000 },
])(
  'no order of steps breaks a promise or ends without a way out: $sizes',
  ({ sizes, atLeast }) => {
    const { states, broken, stuck } = explore(sizes, ALL_MECHANISMS);
    expect(broken).toEqual({});
    expect(stuck).toEqual({ states: 0, way: [] });
    expect(states).toBeGreaterThan(atLeast);
  },
  60_000,
);

it('without the claim, a buyer pays for a cancelled order, or pays twice', () => {
  expect(promises(without('claim'))).toContain('charged for a cancelled order');
  expect(promises(without('claim', TWO_PAYMENTS))).toContain('charged twice');
});

it('if a claimed order could run out, its buyer would pay for nothing', () => {
  expect(promises(without('protection', { ...TWO_WORKERS, ...FIRST }))).toContain(
    'charged for a cancelled order',
  );
});

it('without create-then-cancel, a late creation leaves a PaymentIntent open', () => {
  const { stuck } = without('createThenCancel');
  expect(stuck.states).toBeGreaterThan(0);
  expect(stuck.way).toContain('with void and none it takes a step for payment 0');
});

it('without versions, a stale write hides the goal for which money moved', () => {
  expect(promises(without('versions', { ...TWO_WORKERS, ...FIRST }))).toContain('charged against the goal');
});

it('without one open payment per order, money is reserved on two cards', () => {
  expect(promises(without('oneOpen', { ...TWO_PAYMENTS, ...FIRST }))).toContain('reserved on two cards');
});

it('if no worker looked at the order, a payment could miss that it was cancelled', () => {
  expect(without('orderLook').stuck.states).toBeGreaterThan(0);
});

it('if orders did not answer, payments that lost its data would wait for ever', () => {
  const { stuck } = without('answers');
  expect(stuck.states).toBeGreaterThan(0);
  expect(stuck.way.some((step) => step.startsWith('payments loses its data'))).toBe(true);
});

it('without a second payment:failed, an order is claimed by a failed payment', () => {
  expect(without('failedAgain').stuck.states).toBeGreaterThan(0);
});
