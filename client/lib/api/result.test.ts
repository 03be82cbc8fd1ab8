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

it('drops a field name that is not a text', () => {
  const errors = [{ message: 'Bad', field: 5 }];
  expect(failureOf(400, { errors })).toEqual({ kind: 'refused', errors: [{ message: 'Bad' }] });
});
