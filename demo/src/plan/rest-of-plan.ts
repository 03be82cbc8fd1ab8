import type { Listing } from './listings.js';
import type { Step } from './plan.js';

/**
 * Goes on where an earlier run with the same seed has stopped: after the last listing that was listed already. Sellers list
 * in the order of the plan, and leave none out.
 */
export function* restOfPlan(
  plan: Iterator<Step, never>,
  isListed: (listing: Listing) => boolean,
): Generator<Step, never> {
  let skipped: Step[] = [];
  for (;;) {
    const step = plan.next().value;
    if (step.kind === 'list' && isListed(step.listing)) {
      skipped = [];
      continue;
    }
    skipped.push(step);
    if (step.kind === 'list') break;
  }
  yield* skipped;
  for (;;) yield plan.next().value;
}
