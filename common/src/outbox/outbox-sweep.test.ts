import { Subjects } from '../events/subjects.js';
import { databaseClock } from '../mongo/database-clock.js';
import { busHarness } from '../testing/bus-harness.js';
import { Counter, type CounterDocument, countersDatabase, create, stored } from '../testing/counters.js';
import { anEntry, relayStarter, versionsOf } from '../testing/relays.js';
import { eventually } from '../testing/stand-ins.js';

countersDatabase();
const bus = busHarness();
const startRelay = relayStarter(bus);

const age = () =>
  Counter.collection.updateMany(
    { 'outbox.0': { $exists: true } },
    { $set: { 'outbox.$[].at': new Date(Date.now() - 5_000) } },
  );

describe('the sweep of the OutboxRelay', () => {
  it('sweeps all old entries when it starts', async () => {
    await Counter.collection.insertMany(
      Array.from({ length: 600 }, () => ({
        count: 1,
        version: 0,
        outbox: [anEntry(new Date(Date.now() - 5_000))],
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
    await set(old, new Date(Date.now() - 5_000));
    await set(fresh, new Date(Date.now() + 60_000));
    const find = jest.spyOn(Counter.collection, 'find');
    await startRelay();
    const [filter] = find.mock.calls[0] as unknown as [{ 'outbox.at': { $lte: Date } }];
    expect(filter['outbox.at'].$lte.getTime()).toBeLessThanOrEqual(databaseClock.now() - 2_000);
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
});
