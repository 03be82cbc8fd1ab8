import { eventually, MongoServer } from '../testing/stand-ins.js';
import mongoose, { type HydratedDocument, type Model, Schema } from 'mongoose';
import type { NatsConnection } from '../bus/nats-connection.js';
import { Subjects } from '../events/subjects.js';
import { connectMongo } from '../mongo/connect.js';
import { databaseClock } from '../mongo/database-clock.js';
import { retryOnConflict } from '../mongo/retry-on-conflict.js';
import { busHarness } from '../testing/bus-harness.js';
import { withTrace } from '../telemetry/trace-context.js';
import { silentLogger } from '../testing/silent-logger.js';
import { type OutboxEntry, type OutboxFields, outboxPlugin, record } from './outbox-plugin.js';
import { OutboxRelay } from './outbox-relay.js';

interface CounterFields extends OutboxFields {
  count: number;
}
type CounterDocument = HydratedDocument<CounterFields>;

const counterSchema = new Schema<CounterFields>({ count: Number });
counterSchema.plugin(outboxPlugin);
const Counter = mongoose.model<CounterFields>('Counter', counterSchema);

const recordCancelled = (counter: CounterDocument) =>
  record(counter, Subjects.OrderCancelled, { ticket: { id: 'a'.repeat(24), hold: counter.count } });

const mongo = new MongoServer();
const bus = busHarness();

beforeAll(async () => {
  await mongo.start();
  await connectMongo(mongo.uri('outbox'), [Counter]);
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});
beforeEach(() => Counter.deleteMany({}));

async function create(): Promise<CounterDocument> {
  const counter = new Counter({ count: 1 });
  recordCancelled(counter);
  return counter.save();
}

async function raise(counter: CounterDocument): Promise<void> {
  counter.count++;
  recordCancelled(counter);
  await counter.save();
}

async function startRelay({ interval = true } = {}) {
  const connection = await bus.connect();
  const relay = new OutboxRelay(Counter as unknown as Model<OutboxFields>, connection, silentLogger);
  const setInterval = jest.spyOn(global, 'setInterval');
  if (!interval) setInterval.mockReturnValueOnce(undefined as never);
  relay.start();
  setInterval.mockRestore();
  relays.push(relay);
  return { relay, connection };
}
const relays: OutboxRelay[] = [];
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop().catch(() => undefined)));
});

/** Holds every publish back until `release` is called. */
function heldBack(connection: NatsConnection) {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const send = connection.publish.bind(connection);
  const publish = jest.spyOn(connection, 'publish').mockImplementation(async (channel, body) => {
    await gate;
    await send(channel, body);
  });
  return { publish, release };
}

const entry = (at: Date): OutboxEntry => ({
  id: new mongoose.Types.ObjectId(),
  subject: Subjects.OrderCancelled,
  data: { version: 1 },
  at,
});

/** Makes all waiting events two seconds old. */
const age = () =>
  Counter.collection.updateMany(
    { 'outbox.0': { $exists: true } },
    { $set: { 'outbox.$[].at': new Date(Date.now() - 2_000) } },
  );

/** The versions of a counter's events, in the order of arrival. */
const versionsOf = (bodies: string[], { _id }: CounterDocument) =>
  bodies
    .map((body) => JSON.parse(body) as { id: string; version: number })
    .filter(({ id }) => id === String(_id))
    .map(({ version }) => version);

const stored = async ({ _id }: CounterDocument) => (await Counter.findById(_id).lean())!;

describe('outbox', () => {
  it('is written with the change, in one document', async () => {
    const counter = await create();
    expect(await stored(counter)).toMatchObject({
      count: 1,
      version: 0,
      outbox: [{ subject: Subjects.OrderCancelled, data: { version: 0, ticket: { hold: 1 } } }],
    });
  });

  it('holds the event as it will be published, with the trace of the change', async () => {
    const outside = await create();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const inside = await withTrace(`00-${traceId}-b7ad6b7169203331-01`, create);
    const event = { version: 0, ticket: { id: 'a'.repeat(24), hold: 1 } };
    expect((await stored(outside)).outbox[0]?.data).toEqual({ id: String(outside._id), ...event });
    expect((await stored(inside)).outbox[0]?.data).toEqual({
      id: String(inside._id),
      ...event,
      traceparent: expect.stringContaining(traceId) as string,
    });
  });

  it('refuses data that are not the event of the subject', () => {
    const counter = new Counter({ count: 1 });
    expect(() => record(counter, Subjects.OrderCancelled, { ticket: { id: 'x', hold: 1 } })).toThrow(
      /not a order:cancelled event/,
    );
  });

  it('gets no event of a change that lost the race', async () => {
    const counter = await create();
    const [first, second] = [await Counter.findById(counter._id), await Counter.findById(counter._id)];
    await raise(first!);
    await expect(raise(second!)).rejects.toThrow(mongoose.Error.VersionError);
    expect((await stored(counter)).outbox.map(({ data }) => (data as { version: number }).version)).toEqual([
      0, 1,
    ]);
  });

  it('gets one version for each of many changes with retryOnConflict', async () => {
    const counter = await create();
    await Promise.all(
      Array.from({ length: 8 }, () =>
        retryOnConflict(async () => raise((await Counter.findById(counter._id))!)),
      ),
    );
    const { count, version, outbox } = await stored(counter);
    expect({ count, version }).toEqual({ count: 9, version: 8 });
    expect(outbox.map(({ data }) => (data as { version: number }).version)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });
});

describe('OutboxRelay', () => {
  it('publishes right after the save, in order, and empties the outbox', async () => {
    const seen = await bus.tap(Subjects.OrderCancelled);
    await startRelay();
    const counter = await create();
    for (let change = 0; change < 5; change++) await raise(counter);
    await eventually(async () => {
      expect([...new Set(versionsOf(seen, counter))]).toEqual([0, 1, 2, 3, 4, 5]);
      expect((await stored(counter)).outbox).toEqual([]);
    });
    expect((await stored(counter)).version).toBe(5);
  });

  it('publishes a save without waiting for a sweep', async () => {
    const seen = await bus.tap(Subjects.OrderCancelled);
    const find = jest.spyOn(Counter.collection, 'find').mockImplementation(() => {
      throw new Error('no sweep succeeds');
    });
    await startRelay();
    const counter = await create();
    await eventually(() => expect(versionsOf(seen, counter)).toEqual([0]));
    find.mockRestore();
  });

  it('publishes the events of one document one after the other, each once', async () => {
    const seen = await bus.tap(Subjects.OrderCancelled);
    const { connection } = await startRelay();
    const { publish, release } = heldBack(connection);
    const counter = await create();
    await raise(counter);
    await raise(counter);
    expect(publish).toHaveBeenCalledTimes(1);
    release();
    await eventually(async () => expect((await stored(counter)).outbox).toEqual([]));
    await eventually(() => expect(versionsOf(seen, counter)).toContain(2));
    expect(versionsOf(seen, counter).filter((version) => version > 0)).toEqual([1, 2]);
  });

  it('removes only the entries that it published', async () => {
    const { connection } = await startRelay();
    const { publish, release } = heldBack(connection);
    const counter = await create();
    expect(publish).toHaveBeenCalledTimes(1);
    // another instance changes the document meanwhile
    const other = entry(new Date(Date.now() + 60_000));
    await Counter.collection.updateOne({ _id: counter._id }, { $push: { outbox: other as never } });
    release();
    await eventually(async () => expect((await stored(counter)).outbox).toEqual([other]));
  });

  it('sweeps all old entries when it starts', async () => {
    await Counter.collection.insertMany(
      Array.from({ length: 600 }, () => ({
        count: 1,
        version: 0,
        outbox: [entry(new Date(Date.now() - 2_000))],
      })),
    );
    await startRelay({ interval: false });
    await eventually(async () =>
      expect(await Counter.countDocuments({ 'outbox.at': { $exists: true } })).toBe(0),
    );
  });

  it('sweeps when the broker is back', async () => {
    const { connection } = await startRelay({ interval: false });
    await bus.server.kill();
    await eventually(() => expect(connection.connected).toBe(false));
    const counter = await create();
    await age();
    await bus.server.start();
    await eventually(async () => expect((await stored(counter)).outbox).toEqual([]));
  });

  it('sweeps with its index', async () => {
    const plan = await Counter.collection.find({ 'outbox.at': { $lte: new Date() } }).explain();
    expect(JSON.stringify(plan)).toContain('IXSCAN');
  });

  it('leaves young entries to the process that saved them', async () => {
    const seen = await bus.tap(Subjects.OrderCancelled);
    const [old, fresh] = [await create(), await create()];
    const set = (counter: CounterDocument, at: Date) =>
      Counter.collection.updateOne({ _id: counter._id }, { $set: { 'outbox.0.at': at } });
    await set(old, new Date(Date.now() - 2_000));
    await set(fresh, new Date(Date.now() + 60_000));
    const find = jest.spyOn(Counter.collection, 'find');
    await startRelay();
    const [filter] = find.mock.calls[0] as unknown as [{ 'outbox.at': { $lte: Date } }];
    expect(filter['outbox.at'].$lte.getTime()).toBeLessThanOrEqual(databaseClock.now() - 1_000);
    find.mockRestore();
    await eventually(async () => expect((await stored(old)).outbox).toEqual([]));
    expect(versionsOf(seen, fresh)).toEqual([]);
    expect((await stored(fresh)).outbox).toHaveLength(1);
  });

  it('publishes the events that a dead process left in the database', async () => {
    const counter = await create(); // no relay runs: as if the process had died right after the save
    const seen = await bus.tap(Subjects.OrderCancelled);
    await startRelay();
    await eventually(() => expect(versionsOf(seen, counter)).toEqual([0]));
    await eventually(async () => expect((await stored(counter)).outbox).toEqual([]));
  });

  it('keeps every event through an outage of the broker', async () => {
    await startRelay();
    await bus.server.kill();
    const counters = await Promise.all(Array.from({ length: 20 }, create)); // saved while there is no broker
    await bus.server.start();
    const seen = await bus.tap(Subjects.OrderCancelled);
    await eventually(() => {
      for (const counter of counters) expect(versionsOf(seen, counter)).toContain(0);
    });
    await eventually(async () =>
      expect(await Counter.countDocuments({ 'outbox.at': { $exists: true } })).toBe(0),
    );
  });

  it('removes an entry only after the broker acknowledged it', async () => {
    const { connection } = await startRelay();
    const publish = jest.spyOn(connection, 'publish').mockRejectedValue(new Error('not acknowledged'));
    const counter = await create();
    await eventually(() => expect(publish).toHaveBeenCalled());
    expect((await stored(counter)).outbox).toHaveLength(1);
    publish.mockRestore();
    await eventually(async () => expect((await stored(counter)).outbox).toEqual([]));
  });

  it('publishes all offered events before it stops', async () => {
    const { relay } = await startRelay();
    const counters = await Promise.all(Array.from({ length: 50 }, create));
    await relay.stop();
    for (const counter of counters) expect((await stored(counter)).outbox).toEqual([]);
  });

  it('waits for events on their way when it stops, and accepts no more', async () => {
    const { relay, connection } = await startRelay();
    const { publish, release } = heldBack(connection);
    const counter = await create();
    let stopped = false;
    const stopping = relay.stop().then(() => (stopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    release();
    await stopping;
    expect((await stored(counter)).outbox).toEqual([]);
    await create();
    expect(publish).toHaveBeenCalledTimes(1);
  });

  it('publishes every event at least once with two instances', async () => {
    const seen = await bus.tap(Subjects.OrderCancelled);
    await startRelay();
    await startRelay();
    const counters = await Promise.all(Array.from({ length: 30 }, create));
    await eventually(() => {
      for (const counter of counters) expect(versionsOf(seen, counter)).toContain(0);
    });
  });
});
