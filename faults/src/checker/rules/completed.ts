import type { Rule } from '../violation.js';

/** A complete order stays complete and keeps its ticket. */
export const completed: Rule = (facts) => {
  const certain = facts.history.completions.filter((completion) => completion.certain);
  const withdrawn = certain.flatMap(({ orderId }) => {
    const status = facts.order(orderId)?.status ?? 'missing';
    return status === 'complete' ? [] : [{ of: orderId, what: `was completed and is ${status}` }];
  });
  const announced = facts.orderCancelled
    .filter(({ data }) => facts.order(data.id)?.status === 'complete')
    .map(({ data }) => ({ of: data.id, what: 'is complete, but was announced as cancelled' }));
  return [...withdrawn, ...announced];
};
