import { Batcher, DONE } from '@ticketing/common/async';
import Queue from 'bull';
import { type Collection, MongoClient, ObjectId } from 'mongodb';
import stan, { type Message } from 'node-nats-streaming';
import type { State } from '@ticketing/local';
import { CHANNELS, FLOOR_DATABASE, type FloorOrder, type Role } from './expiry-shapes.js';

/**
 * The floor of an expiry: what it would cost if nothing but its timers, messages, reads and writes had to be done. There
 * is one process for each of the four services, with Bull, node-nats-streaming and the driver of MongoDB, on the servers of a running system. The
 * messages that come while a write is running share the next one. No event is checked, and nothing is counted, logged,
 * repeated, or traced. The databases have no index but that of `_id`.
 *
 * `FLOOR` has the addresses as JSON, and the first argument is the role. The process tells its parent when it hears.
 */
interface Body {
  id: string;
  ticketId?: string;
}

const MAX_IN_FLIGHT = 1024;
/** Bull takes so many timers at a time, as in the expiration service. */
const CONCURRENCY = 100;
/** Published events are removed after the burst. */
const REST_MS = 1_000;
const CONCERNS = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
} as const;
const TRACEPARENT = '0'.repeat(55);

const role = process.argv[2] as Role;
const { mongo, nats, redis } = JSON.parse(process.env.FLOOR!) as Pick<State, 'mongo' | 'nats' | 'redis'>;
const client = stan.connect(nats.clusterId, `floor-${role}-${process.pid}`, { url: nats.url });
process.on('disconnect', () => process.exit(0));
client.once('connect', () => void ROLES[role]().then(() => process.send?.('ready')));

const ROLES: Record<Role, () => Promise<void>> = {
  async expiration() {
    const queue = new Queue<Body>('floor', { redis, defaultJobOptions: { removeOnComplete: true } });
    void queue.process(CONCURRENCY, ({ data: { id } }) =>
      publish(CHANNELS.expired, { id, traceparent: TRACEPARENT }),
    );
    process.on('message', ({ ids, dueAt }: { ids: string[]; dueAt: number }) => {
      const opts = { delay: dueAt - Date.now() };
      void queue
        .addBulk(ids.map((id) => ({ data: { id }, opts: { ...opts, jobId: id } })))
        .then(() => process.send?.('set'));
    });
    await hear(CHANNELS.cancelled, () => Promise.resolve());
  },

  async orders() {
    const orders = await collection('orders', 'orders');
    const copies = await collection('orders', 'tickets');
    await hear(CHANNELS.expired, (expired) =>
      change(orders, expired, { status: 'cancelled' }, CHANNELS.cancelled),
    );
    await hear(CHANNELS.released, (released) => write(copies, released));
  },

  async tickets() {
    const tickets = await collection('tickets', 'tickets');
    await hear(CHANNELS.cancelled, (cancelled) => {
      const ids = cancelled.map(({ ticketId }) => ({ id: ticketId! }));
      return change(tickets, ids, { orderId: null }, CHANNELS.released);
    });
  },

  async payments() {
    const copies = await collection('payments', 'orders');
    await hear(CHANNELS.cancelled, (cancelled) => write(copies, cancelled));
  },
};

async function collection(owner: 'orders' | 'tickets' | 'payments', name: string) {
  const connected = await MongoClient.connect(mongo[owner], CONCERNS);
  return connected.db(FLOOR_DATABASE).collection<FloorOrder>(name);
}

function publish(channel: string, body: object): Promise<void> {
  return new Promise((resolve, reject) => {
    client.publish(channel, JSON.stringify(body), (error) => (error ? reject(error) : resolve()));
  });
}

/** Acknowledges messages after `work`. */
function hear(channel: string, work: (bodies: Body[]) => Promise<unknown>): Promise<void> {
  const batcher = new Batcher<Message, void>(async (messages) => {
    await work(messages.map((message) => JSON.parse(message.getRawData().toString()) as Body));
    return messages.map((message) => {
      message.ack();
      return DONE;
    });
  });
  const options = client.subscriptionOptions().setManualAckMode(true).setMaxInFlight(MAX_IN_FLIGHT);
  const subscription = client.subscribe(channel, role, options.setDurableName(role));
  subscription.on('message', (message: Message) => void batcher.add(message));
  return new Promise((resolve) => subscription.once('ready', () => resolve()));
}

/** Reads the documents, writes the change and its event in one update each, and publishes the events. */
async function change(of: Collection<FloorOrder>, bodies: Body[], fields: object, channel: string) {
  const found = await of.find({ _id: { $in: idsOf(bodies) } }).toArray();
  const changes = found.map(({ _id, version, ticketId }) => {
    const data = {
      id: String(_id),
      version: version + 1,
      ticketId,
      price: '20.00',
      traceparent: TRACEPARENT,
    };
    return { _id, version, entry: { id: new ObjectId(), subject: channel, data, at: new Date() } };
  });
  await of.bulkWrite(
    changes.map(({ _id, version, entry }) => ({
      updateOne: {
        filter: { _id, version },
        update: { $set: { ...fields, version: version + 1 }, $push: { outbox: entry } },
      },
    })),
    { ordered: false },
  );
  void Promise.all(changes.map(({ entry }) => publish(channel, entry.data))).then(() =>
    setTimeout(() => {
      const $pull = { outbox: { id: { $in: changes.map(({ entry }) => entry.id) } } };
      void of.updateMany({ _id: { $in: idsOf(bodies) } }, { $pull }, { writeConcern: { w: 1 } });
    }, REST_MS),
  );
}

function write(copies: Collection<FloorOrder>, bodies: Body[]) {
  return copies.bulkWrite(
    idsOf(bodies).map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { version: 1 } } } })),
    { ordered: false },
  );
}

function idsOf(bodies: Body[]): ObjectId[] {
  return bodies.map(({ id }) => new ObjectId(id));
}
