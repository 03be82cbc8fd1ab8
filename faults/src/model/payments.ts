import type { Mechanisms } from './mechanisms.js';
import { numberIn, say, type Step, stepsFrom } from './step.js';
import type { Message, Payment, World } from './world.js';

/** The payments service without its workers: requests to pay, events of orders, and the loss of its data. */
export function* paymentsSteps(world: World, mechanisms: Mechanisms): Generator<Step> {
  yield* requestSteps(world, mechanisms);
  yield* eventSteps(world, mechanisms);
  const { chance } = stepsFrom(world);
  if (!world.lost) {
    yield chance('payments loses its data, and an operator rebuilds them', (next) => rebuild(next));
    yield chance('payments loses its data and its outbox, and an operator rebuilds them', (next) => {
      for (const message of Object.keys(next.bus) as Message[])
        if (isOfPayments(message) && next.bus[message] === 'waiting') delete next.bus[message];
      rebuild(next);
    });
  }
}

const isOfPayments = (message: Message) => /^(authorised|captured|failed)/.test(message);

/** A request reads the order, then stores a payment. It may die in between, and the order may change. */
function* requestSteps(world: World, mechanisms: Mechanisms): Generator<Step> {
  const { system, chance } = stepsFrom(world);
  const { request, heard, payments } = world;
  const free = payments.indexOf(null);
  if (!request) {
    if (heard === 'created' && free >= 0)
      yield chance('a request to pay is allowed', (next) => (next.request = true));
    return;
  }
  yield chance('the request dies', (next) => (next.request = false));
  const hasOpen = payments.some((payment) => payment?.settled === '');
  if (free < 0 || (hasOpen && mechanisms.oneOpen))
    yield system('the request finds an open payment', (next) => (next.request = false));
  else
    yield system(`payment ${free} is stored`, (next) => {
      next.payments[free] = { goal: 'authorise', settled: '', announced: false, version: 0 };
      next.request = false;
    });
}

/** A listener writes what it heard, then changes the goals of the payments, then acknowledges. */
function* eventSteps(world: World, mechanisms: Mechanisms): Generator<Step> {
  const { system, chance } = stepsFrom(world);
  for (const [message, state] of Object.entries(world.bus) as [Message, string][]) {
    if (isOfPayments(message)) continue;
    const note = (next: World) => (next.heard = newer(next.heard, message as World['heard']));
    if (newer(world.heard, message as World['heard']) !== world.heard) {
      yield (state === 'waiting' ? system : chance)(`payments notes ${message}`, note);
      continue;
    }
    yield (state === 'waiting' ? system : chance)(`payments hears ${message}`, (next) => {
      next.payments.forEach((_, index) => follow(next, index));
      const claimed = message.startsWith('claimed') ? numberIn(message) : -1;
      if (mechanisms.failedAgain && next.payments[claimed]?.settled === 'failed')
        say(next, `failed ${claimed}`);
      next.bus[message] = 'handled';
    });
  }
}

const RANKS = { unknown: 0, created: 0, claimed: 1, completed: 2, cancelled: 2 };
const rank = (state: World['heard']) => RANKS[state.split(' ')[0] as keyof typeof RANKS];

/** Events of an order carry its version: the newer one counts. */
function newer(a: World['heard'], b: World['heard']): World['heard'] {
  return rank(b) > rank(a) ? b : a;
}

/** A payment takes the goal that follows from what payments has heard of the order. */
export function follow({ payments, heard }: World, index: number): void {
  const payment = payments[index];
  if (!payment || payment.settled || payment.goal !== 'authorise') return;
  if (rank(heard) === 0) return;
  const isMine = heard !== 'cancelled' && numberIn(heard) === index;
  payment.goal = isMine ? 'capture' : 'void';
  payment.version++;
}

/** All that is left are the PaymentIntents. One whose card is not confirmed is given up. */
function rebuild(world: World): void {
  world.lost = true;
  world.heard = 'unknown';
  world.request = false;
  world.workers = world.workers.map(() => null);
  world.payments = world.bank.map((seen, index): Payment | null => {
    const payment: Payment = { goal: 'authorise', settled: '', announced: false, version: 0 };
    if (seen === 'none') return null;
    if (seen === 'open') return { ...payment, goal: 'void' };
    if (seen === 'authorised') return payment;
    const settled = seen === 'captured' ? 'captured' : 'failed';
    say(world, `${settled} ${index}`);
    return { ...payment, goal: 'capture', settled };
  });
}
