import { drawPlan, OPENING, OPENING_STEPS, type Step } from './plan.js';
import { restOfPlan } from './rest-of-plan.js';

const take = (plan: Iterator<Step, never>, count: number) =>
  Array.from({ length: count }, () => plan.next().value);

function afterOpening(): Iterator<Step, never> {
  const plan = drawPlan(1);
  take(plan, OPENING_STEPS);
  return plan;
}

it('begins with the first buy when nothing more was listed', () => {
  const rest = restOfPlan(afterOpening(), () => false);
  expect(take(rest, 50)).toEqual(take(afterOpening(), 50));
});

it('goes on after the last listing of an earlier run, and leaves out nothing after it', () => {
  const listed = OPENING.tickets + 100;
  const rest = restOfPlan(afterOpening(), ({ ordinal }) => ordinal < listed);
  const all = take(afterOpening(), 1_000);
  const last = all.findIndex(({ kind, listing }) => kind === 'list' && listing.ordinal === listed - 1);
  expect(take(rest, 200)).toEqual(all.slice(last + 1, last + 201));
});
