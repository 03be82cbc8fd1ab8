/** A PaymentIntent at the bank. */
export type PaymentIntent = 'none' | 'open' | 'authorised' | 'captured' | 'canceled';

/** The messages of the bus, with the number of the payment. */
export type Message =
  `${'authorised' | 'captured' | 'failed' | 'claimed' | 'completed'} ${number}` | 'cancelled';

/** A payment document. */
export interface Payment {
  goal: 'authorise' | 'capture' | 'void';
  /** Its end, as far as payments knows it. */
  settled: '' | 'captured' | 'failed' | 'voided';
  /** Whether payment:authorised was written with it. */
  announced: boolean;
  version: number;
}

/** A worker that reconciles one payment. It may die between any two of its steps. */
export interface Work {
  payment: number;
  /** The document as the worker read it. */
  read: Payment;
  /** The PaymentIntent as the worker saw it; undefined before it looked. */
  seen?: PaymentIntent;
}

/** One order, the attempts to pay it, and everything between them. */
export interface World {
  order: { status: 'created' | 'claimed' | 'complete' | 'cancelled'; by: number };
  /** The newest state of the order that payments has heard of; `unknown` after its data were lost. */
  heard: 'unknown' | 'created' | `claimed ${number}` | `completed ${number}` | 'cancelled';
  payments: (Payment | null)[];
  bank: PaymentIntent[];
  /** A message stays `waiting` until its listener has acknowledged it. */
  bus: Partial<Record<Message, 'waiting' | 'handled'>>;
  workers: (Work | null)[];
  /** Whether a request to pay has read the order and goes on to store a payment. */
  request: boolean;
  /** Whether payments has lost its data. */
  lost: boolean;
}

export function firstWorld({ payments, workers }: { payments: number; workers: number }): World {
  return {
    order: { status: 'created', by: -1 },
    heard: 'created',
    payments: Array<null>(payments).fill(null),
    bank: Array<PaymentIntent>(payments).fill('none'),
    bus: {},
    workers: Array<null>(workers).fill(null),
    request: false,
    lost: false,
  };
}

export function copyOf(world: World): World {
  return {
    ...world,
    order: { ...world.order },
    payments: world.payments.map((payment) => payment && { ...payment }),
    bank: [...world.bank],
    bus: { ...world.bus },
    workers: [...world.workers],
  };
}

/** Two worlds with the same key are the same. Workers are alike, so their order does not count. */
export function keyOf(world: World): string {
  const { order, heard, payments, bank, bus, workers, request, lost } = world;
  const said = Object.keys(bus).sort();
  const messages = said.map((message) => message + bus[message as Message]![0]);
  const busy = workers.map((work) => (work ? `${work.payment}${work.seen}${paymentKey(work.read)}` : ''));
  const parts = [order.status, order.by, heard, payments.map(paymentKey), bank, messages, busy.sort()];
  return `${parts.join(';')};${request};${lost}`;
}

function paymentKey(payment: Payment | null): string {
  return payment ? `${payment.goal}${payment.settled}${payment.announced}${payment.version}` : '';
}
