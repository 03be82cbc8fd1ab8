import type { Call } from '../../history.js';
import type { Facts } from '../facts.js';
import type { Rule } from '../violation.js';

/** The answers that a caller who does nothing wrong may get. */
const EXPECTED: Record<string, number[]> = {
  'GET /api/tickets': [200],
  'POST /api/tickets': [201],
  'PUT /api/tickets': [200, 400],
  'GET /api/orders': [200],
  // 404: orders has not heard of the ticket yet
  'POST /api/orders': [200, 201, 400, 404, 409],
  // 400: the order is complete, or its payment is being taken
  'DELETE /api/orders': [204, 400],
  // 400: too late, or paid already; 404: payments has not heard of the order yet; 429: too many looks
  'POST /api/payments': [200, 201, 400, 404, 429],
  'GET /api/payments': [200],
};

/** Nobody is taken for somebody else, and the system denies nothing that exists. */
export const refusals: Rule = (facts) =>
  facts.history.calls
    .filter(({ status = 500 }) => status < 500)
    .filter((call) => !(isOfAnother(facts, call) ? DENIED : EXPECTED[kindOf(call)])?.includes(call.status!))
    .map(({ id, method, path, status }) => ({ of: `call ${id}`, what: `${method} ${path}: ${status}` }));

/** The answers to somebody who wants to pay for an order that is not theirs. */
const DENIED = [401, 404];

function isOfAnother(facts: Facts, call: Call): boolean {
  if (call.method !== 'POST' || call.path !== '/api/payments') return false;
  const order = facts.order((call.body as { orderId: string }).orderId);
  return order !== undefined && order.userId !== facts.userOf(call);
}

function kindOf({ method, path }: Call): string {
  return `${method} ${/^\/api\/\w+/.exec(path)?.[0]}`;
}
