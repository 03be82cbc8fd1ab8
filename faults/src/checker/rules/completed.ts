import { ordersSeen } from '../answers.js';
import type { Rule } from '../violation.js';

/** A complete order stays complete and keeps its ticket. */
export const completed: Rule = (facts) => {
  const shown = facts.history.calls.flatMap(ordersSeen).filter(({ status }) => status === 'complete');
  const announcedComplete = facts.orderCompleted.map(({ data }) => data);
  const known = new Set([...shown, ...announcedComplete].map(({ id }) => id));
  const withdrawn = [...known].flatMap((of) => {
    const status = facts.order(of)?.status ?? 'missing';
    return status === 'complete' ? [] : [{ of, what: `was complete and is ${status}` }];
  });
  const announced = facts.orderCancelled
    .filter(({ data }) => facts.order(data.id)?.status === 'complete')
    .map(({ data }) => ({ of: data.id, what: 'is complete, but was announced as cancelled' }));
  return [...withdrawn, ...announced];
};
