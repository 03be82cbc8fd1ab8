import type { Mechanisms } from './mechanisms.js';
import { numberIn, say, type Step, stepsFrom } from './step.js';
import type { Message, World } from './world.js';

/** The orders service: time runs out, the buyer cancels, events of payments come. */
export function* ordersSteps(world: World, mechanisms: Mechanisms): Generator<Step> {
  const { system, chance } = stepsFrom(world);
  const { status } = world.order;
  if (status === 'created' || (status === 'claimed' && !mechanisms.protection))
    yield system('the order runs out', cancel);
  for (const [message, state] of Object.entries(world.bus) as [Message, string][]) {
    if (!/^(authorised|captured|failed)/.test(message)) continue;
    const handle = (next: World) => {
      hear(next, message, mechanisms);
      next.bus[message] = 'handled';
    };
    if (state === 'waiting') {
      yield system(`orders hears ${message}`, handle);
      yield chance(`orders hears ${message} and dies before it acknowledges`, (next) =>
        hear(next, message, mechanisms),
      );
    } else yield chance(`orders hears ${message} once more`, handle);
  }
}

function hear(world: World, message: Message, mechanisms: Mechanisms): void {
  const { order } = world;
  const payment = numberIn(message);
  const isClaimed = order.status === 'claimed' && order.by === payment;
  if (message.startsWith('authorised')) {
    if (order.status === 'created') {
      world.order = { status: 'claimed', by: payment };
      say(world, `claimed ${payment}`);
    } else if (mechanisms.answers) answer(world);
  } else if (message.startsWith('captured')) {
    const isPaid = isClaimed || (order.status === 'created' && !mechanisms.claim);
    if (isPaid) {
      world.order = { status: 'complete', by: payment };
      say(world, `completed ${payment}`);
    }
  } else if (isClaimed) cancel(world);
}

function cancel(world: World): void {
  world.order.status = 'cancelled';
  say(world, 'cancelled');
}

function answer(world: World): void {
  const { status, by } = world.order;
  if (status === 'claimed') say(world, `claimed ${by}`);
  if (status === 'complete') say(world, `completed ${by}`);
  if (status === 'cancelled') say(world, 'cancelled');
}
