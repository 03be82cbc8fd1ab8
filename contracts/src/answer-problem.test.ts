import { answerProblem, type SeenAnswer } from './answer-problem.js';

const ID = '0123456789abcdef01234567';
const TICKET = { id: ID, title: 'Concert', price: 20, userId: ID, version: 0 };
const JSON_TYPE = 'application/json; charset=utf-8';

function answer(
  request: string,
  status: number,
  body?: unknown,
  headers: Record<string, string> = { 'content-type': JSON_TYPE },
): SeenAnswer {
  const [method = '', path = ''] = request.split(' ');
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return { method, path, status, header: (name) => headers[name], text };
}

const WITH_TAG = { 'content-type': JSON_TYPE, etag: '"a"' };
const REFUSED = { errors: [{ message: 'No', field: 'title' }] };

it.each([
  ['a list', answer('GET /api/tickets?limit=5', 200, [TICKET])],
  ['one ticket', answer(`GET /api/tickets/${ID}`, 200, TICKET, WITH_TAG)],
  ['a refusal', answer('POST /api/tickets', 400, REFUSED)],
  [
    'a refusal with the present state',
    answer(`PUT /api/tickets/${ID}`, 412, { ...REFUSED, ticket: TICKET }, WITH_TAG),
  ],
  ['an answer without a body', answer(`DELETE /api/orders/${ID}`, 204, undefined, {})],
  ['the refusal of a path that is nowhere', answer('GET /api/nothing', 404, REFUSED)],
  ['the answer to HEAD', answer('HEAD /api/tickets', 200, undefined, {})],
  ['a page of the site', answer('GET /orders', 200, '<html>')],
])('takes %s', (_what, seen) => {
  expect(answerProblem(seen)).toBeUndefined();
});

it.each([
  [
    'a missing field',
    answer(`GET /api/tickets/${ID}`, 200, { ...TICKET, price: undefined }, WITH_TAG),
    'price',
  ],
  ['a wrong type', answer('GET /api/tickets', 200, [{ ...TICKET, price: '20' }]), 'price must be number'],
  [
    'an undescribed field',
    answer('GET /api/tickets', 200, [{ ...TICKET, hold: 1 }]),
    'additional properties',
  ],
  ['an undescribed status', answer('GET /api/tickets', 202, []), 'no such status'],
  ['a missing header', answer(`GET /api/tickets/${ID}`, 200, TICKET), 'header etag is missing'],
  ['a refusal that says nothing', answer('GET /api/tickets', 400, { errors: [] }), 'fewer than 1 items'],
  ['another type', answer('GET /api/tickets', 200, [], { 'content-type': 'text/html' }), 'type is text/html'],
  ['a body that is no JSON', answer('GET /api/tickets', 200, '[', undefined), 'not JSON'],
  ['a body where none belongs', answer(`DELETE /api/orders/${ID}`, 204, {}, {}), 'should have none'],
  ['a route that is not described', answer('GET /api/tickets/a/b', 200, {}), 'not in openapi.yaml'],
  ['keys that are taken for an order', answer('GET /api/orders/pass-keys', 200, {}), 'header cache-control'],
])('finds %s', (_what, seen, problem) => {
  expect(answerProblem(seen)).toContain(problem);
});

it('names the operation, the status and the path', () => {
  expect(answerProblem(answer(`GET /api/orders/${ID}`, 418))).toBe(
    `GET /api/orders/{id} was answered with 418: openapi.yaml has no such status (GET /api/orders/${ID})`,
  );
});
