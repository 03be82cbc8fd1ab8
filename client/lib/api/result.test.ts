import { failureOf } from './result';

const body = { errors: [{ message: 'Email in use', field: 'email' }, { message: 'Other' }] };

it.each([400, 413, 429])('passes on the API’s messages with status %d', (status) => {
  expect(failureOf(status, body)).toEqual({ kind: 'refused', errors: body.errors });
});

it('tells a missing sign-in from a missing item', () => {
  expect(failureOf(401, body)).toEqual({ kind: 'unauthorized' });
  expect(failureOf(404, body)).toEqual({ kind: 'notFound' });
});

it.each([
  [500, body],
  [503, body],
  [302, undefined],
  [400, undefined],
  [400, 'text'],
  [400, { errors: 'x' }],
  [400, { errors: [null, { field: 'title' }, { message: 5 }] }],
])('takes %d with %j for an outage', (status, answer) => {
  expect(failureOf(status, answer)).toEqual({ kind: 'down' });
});

it('tells a service that has too much to do from one that does not answer', () => {
  const busy = { errors: [{ message: 'Very many people are here', code: 'SERVICE_OVERLOADED' }] };
  expect(failureOf(503, busy)).toEqual({ kind: 'busy' });
  expect(failureOf(500, busy)).toEqual({ kind: 'down' });
  expect(failureOf(503, { errors: [{ message: 'Not available', code: 503 }] })).toEqual({ kind: 'down' });
});

it('drops a field name that is not a text', () => {
  const errors = [{ message: 'Bad', field: 5 }];
  expect(failureOf(400, { errors })).toEqual({ kind: 'refused', errors: [{ message: 'Bad' }] });
});

it.each([409, 412])('tells with status %d what the ticket is now', (status) => {
  const ticket = { id: 't', title: 'Parking slip', price: 500 };
  expect(failureOf(status, { ...body, ticket }, '"tag"')).toEqual({
    kind: 'changed',
    ticket: { title: 'Parking slip', price: 500 },
    tag: '"tag"',
  });
  expect(failureOf(status, body)).toEqual({ kind: 'refused', errors: body.errors });
  expect(failureOf(status, { ...body, ticket: { title: 5, price: 'x' } })).toMatchObject({ kind: 'refused' });
});

it('tells a key that stands for another ticket', () => {
  expect(failureOf(422, body)).toEqual({ kind: 'reused' });
});
