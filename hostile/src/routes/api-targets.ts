import type { Cast } from '../cast/cast.js';
import { NEXT_PASSWORD, PASSWORD } from '../cast/person.js';
import type { Draft } from '../draft.js';
import type { Target } from './target.js';

type Described = Omit<Target, 'route'>;

const get = (path: (cast: Cast) => string) => (cast: Cast) => ({
  method: 'GET',
  target: path(cast),
  headers: [],
});

function json(method: string, target: string, body: unknown): Draft {
  return { method, target, headers: [['Content-Type', 'application/json']], body: JSON.stringify(body) };
}

const MARK = 'Hostile';
const listing = (unique: string) => ({ title: `${MARK} ${unique}`, price: 13 });

/**
 * For each route of a service, a request that would be taken: as the person who may send it, with a change that would show.
 * A check names each route that is missing here.
 */
export const API: Readonly<Record<string, Described>> = {
  'POST /api/users/signup': {
    type: 'changes',
    fields: { email: 'email', password: 'password' },
    draft: (_cast, unique) =>
      json('POST', '/api/users/signup', { email: `${MARK}.${unique}@hostile.example`, password: PASSWORD }),
  },
  'POST /api/users/signin': {
    type: 'changes',
    fields: { email: 'email', password: 'password' },
    draft: ({ people }) => json('POST', '/api/users/signin', people.bob.credentials),
  },
  'POST /api/users/signout': {
    type: 'changes',
    as: 'bob',
    needsNoSession: true,
    draft: () => json('POST', '/api/users/signout', {}),
  },
  // Dan's session goes on, so his other requests can be taken
  'POST /api/users/signout-everywhere': {
    type: 'changes',
    as: 'dan',
    draft: () => json('POST', '/api/users/signout-everywhere', {}),
  },
  'POST /api/users/password': {
    type: 'changes',
    as: 'dan',
    fields: { current: 'password', next: 'password' },
    draft: () => json('POST', '/api/users/password', { current: PASSWORD, next: NEXT_PASSWORD }),
  },
  'DELETE /api/users/me': {
    type: 'changes',
    as: 'eve',
    fields: { password: 'password' },
    draft: () => json('DELETE', '/api/users/me', { password: PASSWORD }),
  },
  'GET /api/users/currentuser': { type: 'reads', as: 'bob', draft: get(() => '/api/users/currentuser') },
  'GET /api/tickets': {
    type: 'reads',
    as: 'ann',
    query: ['q', 'limit', 'cursor', 'mine'],
    draft: get(() => '/api/tickets?limit=5'),
  },
  'GET /api/tickets/:id': { type: 'reads', draft: get(({ tickets }) => `/api/tickets/${tickets.onSale.id}`) },
  'POST /api/tickets': {
    type: 'changes',
    as: 'ann',
    fields: { title: 'title', price: 'price' },
    draft: (_cast, unique) => json('POST', '/api/tickets', listing(unique)),
  },
  'PUT /api/tickets/:id': {
    type: 'changes',
    as: 'ann',
    isOwn: true,
    fields: { title: 'title', price: 'price' },
    draft: ({ tickets }, unique) => json('PUT', `/api/tickets/${tickets.onSale.id}`, listing(unique)),
  },
  'GET /api/orders': {
    type: 'reads',
    as: 'bob',
    query: ['limit', 'cursor'],
    draft: get(() => '/api/orders?limit=5'),
  },
  'GET /api/orders/pass-keys': { type: 'reads', draft: get(() => '/api/orders/pass-keys') },
  'GET /api/orders/:id': {
    type: 'reads',
    as: 'bob',
    isOwn: true,
    draft: get(({ orders }) => `/api/orders/${orders.live.id}`),
  },
  'GET /api/orders/:id/pass': {
    type: 'reads',
    as: 'bob',
    isOwn: true,
    draft: get(({ orders }) => `/api/orders/${orders.complete.id}/pass`),
  },
  'POST /api/orders': {
    type: 'changes',
    as: 'bob',
    fields: { ticketId: 'id', seen: 'seen' },
    draft: ({ tickets }) => json('POST', '/api/orders', { ticketId: tickets.wanted.id }),
  },
  'DELETE /api/orders/:id': {
    type: 'changes',
    as: 'bob',
    isOwn: true,
    draft: ({ orders }) => json('DELETE', `/api/orders/${orders.live.id}`, {}),
  },
  'GET /api/payments/config': { type: 'reads', draft: get(() => '/api/payments/config') },
  'GET /api/payments': {
    type: 'reads',
    as: 'bob',
    isOwn: true,
    isList: true,
    query: ['orderId'],
    draft: get(({ orders }) => `/api/payments?orderId=${orders.paying.id}`),
  },
  'GET /api/payments/:id': {
    type: 'reads',
    as: 'bob',
    isOwn: true,
    query: ['refresh'],
    draft: get(({ payments }) => `/api/payments/${payments.open.id}`),
  },
  'POST /api/payments': {
    type: 'changes',
    as: 'bob',
    isOwn: true,
    fields: { orderId: 'id' },
    draft: ({ orders }) => json('POST', '/api/payments', { orderId: orders.unpaid.id }),
  },
  'POST /api/payments/webhook': {
    type: 'webhook',
    draft: ({ payments, orders }) =>
      json('POST', '/api/payments/webhook', forgedEvent(payments.open.id, orders)),
  },
  'GET /healthz': { type: 'reads', draft: get(() => '/healthz') },
  'GET /readyz': { type: 'private', draft: get(() => '/readyz') },
  'GET /metrics': { type: 'private', draft: get(() => '/metrics') },
};

/** What Stripe would send if the open payment had been paid. */
function forgedEvent(paymentId: string, { paying }: Cast['orders']) {
  const metadata = { paymentId, orderId: paying.id };
  const object = { object: 'payment_intent', id: 'pi_forged', status: 'succeeded', metadata };
  return { id: 'evt_forged', object: 'event', type: 'payment_intent.succeeded', data: { object } };
}
