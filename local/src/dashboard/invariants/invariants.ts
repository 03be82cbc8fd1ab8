import { isDeepStrictEqual } from 'node:util';
import { ObjectId } from 'mongodb';
import { readOutboxes } from '../data/outboxes.js';
import {
  type Invariant,
  MOST_READ,
  newest,
  type StoredOrder,
  type StoredPayment,
  type StoredTicket,
} from './invariant.js';

const ACTIVE = { status: { $ne: 'cancelled' } };
/** The orders service ends an order some seconds after its time, when the worker or Redis has lost its timer. */
const GRACE_MS = 20_000;
/** A relay that cannot publish for longer has a bus that is away. */
const OUTBOX_MS = 10_000;

/** What the product promises, as far as the databases can tell. Each rule is short; the fault campaign has stricter ones. */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'One buyer',
    promise: 'At most one order of a ticket is not cancelled.',
    heals: false,
    find: async (databases) => {
      const orders = await newest<StoredOrder>(databases, 'orders', 'orders', ACTIVE);
      const seen = new Map<string, string>();
      const broken = orders.flatMap(({ _id, ticket }) => {
        const other = seen.get(ticket.id);
        seen.set(ticket.id, String(_id));
        return other === undefined ? [] : [`ticket ${ticket.id} has the orders ${other} and ${String(_id)}`];
      });
      return { looked: orders.length, broken };
    },
  },
  {
    name: 'Every reservation ends',
    promise: 'No order is unpaid for longer than its time, and some seconds.',
    heals: true,
    find: async (databases) => {
      const overdue = { status: 'created', expiresAt: { $lt: new Date(Date.now() - GRACE_MS) } };
      const live = await databases.ask('orders', (db) =>
        db.collection('orders').countDocuments({ status: 'created' }, { limit: MOST_READ }),
      );
      const orders = await newest<StoredOrder>(databases, 'orders', 'orders', overdue);
      const broken = orders.map(
        ({ _id, expiresAt }) => `order ${String(_id)} should have ended at ${expiresAt.toISOString()}`,
      );
      return { looked: live, broken };
    },
  },
  {
    name: 'Tickets know their order',
    promise: 'The order of a ticket is its one active order, or there is none.',
    heals: true,
    find: async (databases) => {
      const orders = await newest<StoredOrder>(databases, 'orders', 'orders', ACTIVE);
      const ids = orders.map(({ ticket }) => ticket.id);
      const [held, named] = await Promise.all([
        newest<StoredTicket>(databases, 'tickets', 'tickets', { orderId: { $exists: true } }),
        newest<StoredTicket>(databases, 'tickets', 'tickets', {
          _id: { $in: ids.filter((id) => ObjectId.isValid(id)).map((id) => new ObjectId(id)) },
        }),
      ]);
      const orderOf = new Map(orders.map(({ _id, ticket }) => [ticket.id, String(_id)]));
      const tickets = new Map([...named, ...held].map((ticket) => [String(ticket._id), ticket]));
      const isWhole = orders.length < MOST_READ; // an order that was not read may be the one
      const broken = [...tickets].flatMap(([id, { orderId }]) => {
        const order = orderOf.get(id);
        if (orderId === order || (order === undefined && !isWhole)) return [];
        return [
          `ticket ${id} has the order ${orderId ?? 'none'}, and its active order is ${order ?? 'none'}`,
        ];
      });
      return { looked: tickets.size, broken };
    },
  },
  {
    name: 'Replicas converge',
    promise: 'The copy of a ticket in orders equals the ticket.',
    heals: true,
    find: async (databases) => {
      const tickets = await newest<StoredTicket>(databases, 'tickets', 'tickets');
      const copies = await databases.ask('orders', (db) =>
        db
          .collection('tickets')
          .find<StoredTicket>({ _id: { $in: tickets.map(({ _id }) => _id as never) } })
          .toArray(),
      );
      const byId = new Map(copies.map((copy) => [String(copy._id), copy]));
      const broken = tickets.flatMap((ticket) => {
        const id = String(ticket._id);
        const copy = byId.get(id);
        if (!copy) return [`ticket ${id} has no copy`];
        const { version, title, price, userId, orderId, withdrawn } = ticket;
        const same = isDeepStrictEqual(
          [version, title, price, userId, orderId, withdrawn],
          [copy.version, copy.title, copy.price, copy.userId, copy.orderId, copy.withdrawn],
        );
        return same ? [] : [`ticket ${id} has version ${version}, and its copy ${copy.version}`];
      });
      return { looked: tickets.length, broken };
    },
  },
  {
    name: 'Nothing forgotten',
    promise: 'No event waits in an outbox for long.',
    heals: true,
    find: async (databases) => {
      const { found: states, away } = await readOutboxes(databases);
      if (away.length > 0) throw new Error(away.join('; '));
      const broken = states.flatMap(({ owner, collection, since }) =>
        since !== undefined && Date.now() - since > OUTBOX_MS
          ? [`changes wait in ${owner}, ${collection}, since ${new Date(since).toISOString()}`] // how many may change
          : [],
      );
      return { looked: states.length, broken };
    },
  },
  {
    name: 'Money follows the ticket',
    promise: 'A payment that is paid belongs to a complete order, and a complete order is paid.',
    heals: true,
    find: async (databases) => {
      const paid = await newest<StoredPayment>(databases, 'payments', 'payments', { outcome: 'paid' });
      const complete = await newest<StoredOrder>(databases, 'orders', 'orders', { status: 'complete' });
      const byOrder = new Map(complete.map((order) => [String(order._id), order]));
      const payments = new Map(paid.map(({ _id, orderId }) => [orderId, String(_id)]));
      const isWhole = paid.length < MOST_READ && complete.length < MOST_READ;
      const broken = [
        ...paid.flatMap(({ _id, orderId }) => {
          const order = byOrder.get(orderId);
          if (!order)
            return isWhole ? [`payment ${String(_id)} is paid, and order ${orderId} is not complete`] : [];
          const own = order.paymentId === String(_id);
          return own
            ? []
            : [
                `payment ${String(_id)} is paid, and order ${orderId} belongs to ${order.paymentId ?? 'none'}`,
              ];
        }),
        ...complete.flatMap(({ _id }) =>
          isWhole && !payments.has(String(_id))
            ? [`order ${String(_id)} is complete, and nobody has paid`]
            : [],
        ),
      ];
      return { looked: paid.length + complete.length, broken };
    },
  },
  {
    name: 'Nobody pays twice',
    promise: 'At most one payment of an order is paid.',
    heals: false,
    find: async (databases) => {
      const paid = await newest<StoredPayment>(databases, 'payments', 'payments', { outcome: 'paid' });
      const seen = new Set<string>();
      const broken = paid.flatMap(({ orderId }) => {
        if (seen.has(orderId)) return [`order ${orderId} was paid more than once`];
        seen.add(orderId);
        return [];
      });
      return { looked: paid.length, broken };
    },
  },
];
