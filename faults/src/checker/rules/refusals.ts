import type { Call } from '../../history.js';
import type { Rule } from '../violation.js';

/** The answers that a caller who does nothing wrong may get. */
const EXPECTED: Record<string, number[]> = {
  'GET /api/tickets': [200],
  'POST /api/tickets': [201],
  'PUT /api/tickets': [200, 400],
  'GET /api/orders': [200],
  // 404: orders has not heard of the ticket yet
  'POST /api/orders': [200, 201, 400, 404, 409],
  // 400: the order is complete
  'DELETE /api/orders': [204, 400],
};

/** Nobody is taken for somebody else, and the system denies nothing that exists. */
export const refusals: Rule = ({ history: { calls } }) =>
  calls
    .filter(({ status = 500 }) => status < 500)
    .filter((call) => !EXPECTED[kindOf(call)]?.includes(call.status!))
    .map(({ id, method, path, status }) => ({ of: `call ${id}`, what: `${method} ${path}: ${status}` }));

function kindOf({ method, path }: Call): string {
  return `${method} ${/^\/api\/\w+/.exec(path)?.[0]}`;
}
