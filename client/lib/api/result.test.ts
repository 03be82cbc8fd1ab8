import { failureOf } from './result';

const body = { errors: [{ message: 'Email in use', field: 'email' }, { message: 'Other' }] };

it.each([400, 413, 429])('hands on what the API says with %d', (status) => {
  expect(failureOf(status, body)).toEqual({ kind: 'refused', errors: body.errors });
});

it('knows who must sign in and what is not there', () => {
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
])('takes %d %j for an outage', (status, answer) => {
  expect(failureOf(status, answer)).toEqual({ kind: 'down' });
});

it('drops a field that is no name', () => {
  const errors = [{ message: 'Bad', field: 5 }];
  expect(failureOf(400, { errors })).toEqual({ kind: 'refused', errors: [{ message: 'Bad' }] });
});
