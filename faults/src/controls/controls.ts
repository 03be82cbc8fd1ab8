import type { Mutation } from '../instrument/mutation.js';
import type { Control } from './control.js';
import {
  allAgain,
  askedAgain,
  busAway,
  calm,
  edited,
  hoarders,
  malformed,
  redisEmptied,
  ticketsFailAndDie,
  timeIsUp,
} from './faults.js';
import { PAYMENT_CONTROLS } from './payment-controls.js';

const sweepOff: Mutation = {
  file: 'orders/src/use-cases/overdue-sweep.ts',
  find: 'this.timer = setInterval(() => void this.run(), INTERVAL_MS);',
  replace: '',
};
/** Longer than the 15 s after which an order counts as overdue, with the time that a fault adds. */
const OVERDUE_MS = 25_000;

/** Every mechanism that a promise depends on, and how it is switched off in the built code. */
export const CONTROLS: readonly Control[] = [
  {
    name: 'unique index on holds',
    off: [
      {
        file: 'orders/src/models/order.ts',
        find: "orderSchema.index({ 'ticket.id': 1, hold: 1 }, { unique: true });",
        replace: "orderSchema.index({ 'ticket.id': 1, hold: 1 });",
      },
    ],
    fault: calm,
    breaks: ['oversold'],
    inTests: true,
  },
  {
    name: 'outbox: published after the save, kept nowhere',
    off: [
      {
        file: 'common/src/outbox/outbox-plugin.ts',
        find: 'document.outbox.push(',
        replace: '(document.$locals ? (document.$locals.outbox ??= []) : document.outbox).push(',
      },
      {
        file: 'common/src/outbox/changing-document.ts',
        find: '{ $push: { outbox: { $each: recorded } } }',
        replace: '{}',
      },
      {
        file: 'common/src/outbox/outbox-plugin.ts',
        find: 'if (this.outbox.length > 0)',
        replace: 'if (this.$locals.outbox?.length > 0)',
      },
      {
        file: 'common/src/outbox/outbox-plugin.ts',
        find: 'this.constructor.emit(exports.OUTBOX_FILLED, this);',
        replace:
          'this.constructor.emit(exports.OUTBOX_FILLED, { _id: this._id, outbox: this.$locals.outbox.splice(0) });',
      },
      {
        file: 'common/src/outbox/insert.ts',
        find: 'await batched.insert(document);',
        replace: 'await batched.insert({ ...document, outbox: [] });',
      },
    ],
    fault: busAway,
    breaks: ['lost event'],
  },
  {
    name: 'removed from the outbox only when published',
    off: [
      {
        file: 'common/src/outbox/outbox-relay.ts',
        find: 'const published = [];',
        replace:
          'const published = []; await this.removals.add({ id, published: entries.map((entry) => entry.id) });',
      },
      {
        // the relay publishes nothing while it knows that the bus is away: this check must be off, too
        file: 'common/src/outbox/outbox-relay.ts',
        find: 'if (!this.connection.connected)\n            return;',
        replace: '',
      },
    ],
    fault: busAway,
    breaks: ['lost event'],
  },
  {
    name: 'reservations and releases by their hold',
    off: [
      {
        file: 'tickets/src/models/ticket.ts',
        find: 'if (this.soldTo || hold <= this.hold)',
        replace: 'if (this.soldTo)',
      },
      {
        file: 'tickets/src/models/ticket.ts',
        find: 'if (this.soldTo || hold < this.hold || (hold === this.hold && !this.orderId))',
        replace: 'if (this.soldTo)',
      },
    ],
    fault: allAgain,
    breaks: ['wrong release'],
  },
  {
    name: 'copies by their version',
    off: [
      {
        file: 'orders/src/models/ticket.ts',
        find: '$lt: version, ',
        replace: '',
      },
    ],
    fault: allAgain,
    breaks: ['replica difference'],
  },
  {
    name: 'acknowledged only when done',
    off: [
      {
        file: 'common/src/bus/listener.ts',
        find: 'const verdict = await',
        replace: 'message.ack(); const verdict = await',
      },
    ],
    fault: ticketsFailAndDie,
    breaks: ['replica difference', 'undersold', 'convergence'],
  },
  {
    name: 'sweep of overdue orders',
    off: [sweepOff],
    fault: redisEmptied,
    breaks: ['overdue'],
    patienceMs: OVERDUE_MS,
  },
  {
    name: 'the worker tries again (sweep off)',
    off: [
      {
        file: 'expiration/src/queue/expiration-queue.ts',
        find: 'attempts: 1_000_000',
        replace: 'attempts: 1',
      },
    ],
    without: [sweepOff],
    fault: busAway,
    breaks: ['overdue'],
    patienceMs: OVERDUE_MS,
  },
  {
    name: 'orders looks at the clock itself',
    off: [
      {
        file: 'orders/src/models/order.ts',
        find: 'if (!isOverdue(this))',
        replace: 'if (!events_1.EXPIRING_STATUSES.includes(this.status))',
      },
    ],
    fault: timeIsUp,
    breaks: ['early cancellation'],
    inTests: true,
  },
  {
    name: 'time by the database, not by each instance',
    off: [
      {
        file: 'common/src/mongo/database-clock.ts',
        find: 'return this.known ? ',
        replace: 'return false ? ',
      },
    ],
    skews: { orders: 180_000, 'orders-2': -180_000 },
    fault: calm,
    breaks: ['early cancellation'],
  },
  {
    name: 'unique index on the places of an account',
    off: [
      {
        file: 'orders/src/models/order.ts',
        find: 'orderSchema.index({ userId: 1, place: 1 }, { unique: true,',
        replace: 'orderSchema.index({ userId: 1, place: 1 }, {',
      },
    ],
    fault: hoarders,
    breaks: ['hoarding'],
    inTests: true,
  },
  {
    name: 'compared with what the buyer saw',
    off: [{ file: 'orders/src/use-cases/place-order.ts', find: 'compare(wish.seen, ticket);', replace: '' }],
    fault: edited,
    breaks: ['other price'],
    inTests: true,
  },
  {
    name: 'a buyer who asks again gets their order',
    off: [
      {
        file: 'orders/src/use-cases/place-order.ts',
        find: 'if (holder?.userId === userId)',
        replace: 'if (false)',
      },
    ],
    fault: askedAgain,
    breaks: ['own order'],
  },
  {
    name: 'parked on dead-letter',
    off: [
      {
        file: 'common/src/bus/listener.ts',
        find: 'await (0, dead_letter_js_1.park)(',
        replace: 'void (',
      },
    ],
    fault: malformed,
    breaks: ['dead letter'],
  },
  ...PAYMENT_CONTROLS,
];
