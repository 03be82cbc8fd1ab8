import { type Step, stepsFrom } from './step.js';
import type { World } from './world.js';

/** The buyer confirms the card at any time. The bank lets an authorisation lapse, some days later. */
export function* bankSteps(world: World): Generator<Step> {
  const { chance } = stepsFrom(world);
  for (const [index, seen] of world.bank.entries()) {
    if (seen === 'open')
      yield chance(`the buyer confirms payment ${index}`, (next) => (next.bank[index] = 'authorised'));
    if (seen === 'authorised')
      yield chance(`authorisation ${index} lapses`, (next) => (next.bank[index] = 'canceled'));
  }
}
