import { Subjects } from '../events/subjects.js';
import { busHarness } from '../testing/bus-harness.js';
import { Counter, countersDatabase, create, raise, stored } from '../testing/counters.js';
import { anEntry, heldBack, relayStarter, versionsOf } from '../testing/relays.js';
import { eventually } from '../testing/stand-ins.js';

countersDatabase();
const bus = busHarness();
const startRelay = relayStarter(bus);

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

  it('publishes the events of a burst before it removes them, and none twice', async () => {
    const seen = await bus.tap(Subjects.OrderCancelled);
    const update = Counter.collection.updateMany.bind(Counter.collection);
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const removal = jest.spyOn(Counter.collection, 'updateMany').mockImplementation(async (...args) => {
      await gate;
      return update(...args);
    });
    await startRelay();
    const counter = await create();
    for (let change = 0; change < 3; change++) {
      await raise(counter);
      await eventually(() => expect(versionsOf(seen, counter)).toContain(counter.version));
    }
    expect((await stored(counter)).outbox).toHaveLength(4);
    release();
    await eventually(async () => expect((await stored(counter)).outbox).toEqual([]));
    expect(versionsOf(seen, counter)).toEqual([0, 1, 2, 3]);
    removal.mockRestore();
  });

  it('removes only the entries that it published', async () => {
    const { connection } = await startRelay();
    const { publish, release } = heldBack(connection);
    const counter = await create();
    expect(publish).toHaveBeenCalledTimes(1);
    // another instance changes the document meanwhile
    const other = anEntry(new Date(Date.now() + 60_000));
    await Counter.collection.updateOne({ _id: counter._id }, { $push: { outbox: other as never } });
    release();
    await eventually(async () => expect((await stored(counter)).outbox).toEqual([other]));
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
