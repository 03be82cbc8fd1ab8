import { eventProblem } from './event-problem.js';

const ID = '0123456789abcdef01234567';
const TICKET = { id: ID, version: 0, title: 'Concert', price: 20, userId: ID };

it.each([
  ['ticket:created', TICKET],
  ['ticket:updated', { ...TICKET, orderId: ID, sold: true, traceparent: '00-a-b-01' }],
  ['session:ended', { id: ID, version: 0, userId: ID, sessionId: ID }],
  ['expiration:complete', { orderId: ID.toUpperCase() }],
])('takes %s', (subject, data) => {
  expect(eventProblem(subject, data)).toBeUndefined();
});

it.each([
  ['ticket:created', { ...TICKET, title: undefined }, 'title'],
  ['ticket:created', { ...TICKET, price: 0 }, 'price must be >='],
  ['ticket:created', { ...TICKET, seller: ID }, 'additional properties'],
  ['session:ended', { id: ID, version: 0, userId: ID, sessionId: ID, generation: 1 }, 'exactly one schema'],
  ['expiration:complete', undefined, 'must be object'],
  ['ticket:burnt', {}, 'no channel ticket:burnt'],
])('finds what is wrong with %s %j', (subject, data, problem) => {
  expect(eventProblem(subject, data)).toContain(problem);
});
