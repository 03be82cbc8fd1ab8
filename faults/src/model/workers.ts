import type { Mechanisms } from './mechanisms.js';
import { follow } from './payments.js';
import { say, type Step, stepsFrom } from './step.js';
import type { Payment, PaymentIntent, Work, World } from './world.js';

/** Workers reconcile payments: read the document, look at the PaymentIntent, take one step, perhaps write. */
export function* workerSteps(world: World, mechanisms: Mechanisms): Generator<Step> {
  const { system, chance } = stepsFrom(world);
  for (const [index, work] of world.workers.entries()) {
    const free = (next: World) => void (next.workers[index] = null);
    if (!work) {
      for (const [payment, read] of world.payments.entries())
        if (read?.settled === '')
          yield system(`a worker reads payment ${payment}`, (next) => {
            if (mechanisms.orderLook) follow(next, payment);
            next.workers[index] = { payment, read: { ...next.payments[payment]! } };
          });
      continue;
    }
    yield chance('a worker dies', free);
    const { payment, seen } = work;
    if (seen === undefined) {
      yield system(`it looks at PaymentIntent ${payment}`, (next) => {
        next.workers[index] = { ...work, seen: next.bank[payment]! };
      });
      continue;
    }
    yield system(`with ${work.read.goal} and ${seen} it takes a step for payment ${payment}`, (next) => {
      free(next);
      act(next, work, seen, mechanisms);
    });
  }
}

function act(world: World, work: Work, seen: PaymentIntent, mechanisms: Mechanisms): void {
  const { bank } = world;
  const { payment, read } = work;
  const settle = (settled: Payment['settled']) => {
    const isWritten = write(world, work, { settled }, mechanisms);
    if (isWritten && (settled === 'captured' || settled === 'failed')) say(world, `${settled} ${payment}`);
  };
  // the bank takes the calls for one PaymentIntent one after the other
  const create = () => {
    if (bank[payment] === 'none') bank[payment] = 'open';
  };
  const capture = () => {
    if (bank[payment] === 'authorised') bank[payment] = 'captured';
  };
  const cancel = () => {
    if (bank[payment] === 'open' || bank[payment] === 'authorised') bank[payment] = 'canceled';
  };
  if (read.goal === 'void') {
    if (seen === 'none') return mechanisms.createThenCancel ? create() : settle('voided');
    return seen === 'canceled' ? settle('voided') : seen === 'captured' ? settle('captured') : cancel();
  }
  if (seen === 'captured') return settle('captured');
  if (seen === 'canceled') return settle('failed');
  if (read.goal === 'capture') return capture();
  if (seen === 'none') return create();
  if (seen !== 'authorised') return;
  if (!mechanisms.claim) return capture();
  if (!read.announced && write(world, work, { announced: true }, mechanisms))
    say(world, `authorised ${payment}`);
}

/** Writes the document as it was read, with a change; returns whether it was written. */
function write(world: World, { payment, read }: Work, change: Partial<Payment>, on: Mechanisms): boolean {
  const { version = -1 } = world.payments[payment] ?? {};
  if (on.versions && version !== read.version) return false;
  world.payments[payment] = { ...read, ...change, version: version + 1 };
  return true;
}
