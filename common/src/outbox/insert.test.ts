import { Subjects } from '../events/subjects.js';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import { withTrace } from '../telemetry/trace-context.js';
import { Counter, type CounterFields, countersDatabase } from '../testing/counters.js';
import { insert } from './insert.js';
import { begin, OUTBOX_FILLED } from './outbox-plugin.js';

countersDatabase();
afterEach(() => jest.restoreAllMocks());

const ticket = { id: 'a'.repeat(24), hold: 1 };
const aCounter = (fields: Partial<CounterFields> = {}) =>
  begin<CounterFields, Subjects.OrderCancelled>({ count: 1, ...fields }, Subjects.OrderCancelled, { ticket });
const all = () => Counter.find().sort('count').lean();

describe('insert', () => {
  it('writes a document and its first event, with the trace of the change', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const counter = withTrace(`00-${traceId}-b7ad6b7169203331-01`, () => aCounter());
    await insert(Counter, counter);
    const data = {
      id: String(counter._id),
      version: 0,
      ticket,
      traceparent: expect.stringContaining(traceId) as string,
    };
    expect(await all()).toEqual([
      { ...counter, count: 1, version: 0, outbox: [expect.objectContaining({ data })] },
    ]);
  });

  it('leaves out what is undefined, which the database would store as null', async () => {
    const counter = begin<CounterFields & { note?: string | undefined }, Subjects.OrderCancelled>(
      { count: 1, note: undefined },
      Subjects.OrderCancelled,
      { ticket },
    );
    await insert(Counter, counter);
    expect(Object.keys((await all())[0]!).sort()).toEqual(['_id', 'count', 'outbox', 'version']);
  });

  it('refuses data that are not the event of the subject', () => {
    expect(() =>
      begin<CounterFields, Subjects.OrderCancelled>({ count: 1 }, Subjects.OrderCancelled, {
        ticket: { id: 'x', hold: 1 },
      }),
    ).toThrow(/not a order:cancelled event/);
  });

  it('writes many in one command, and tells the relay of each when it is written', async () => {
    const insertMany = jest.spyOn(Counter.collection, 'insertMany');
    const told = jest.fn();
    Counter.on(OUTBOX_FILLED, told);
    const counters = Array.from({ length: 40 }, (_, count) => aCounter({ count }));
    await Promise.all(counters.map((counter) => insert(Counter, counter)));
    Counter.off(OUTBOX_FILLED, told);
    expect(insertMany).toHaveBeenCalledTimes(1);
    expect(told.mock.calls.flat()).toEqual(counters);
    expect((await all()).map(({ count }) => count)).toEqual(counters.map(({ count }) => count));
  });

  it('refuses only the documents of a batch that break a unique index, and names the index', async () => {
    const told = jest.fn();
    await Counter.collection.createIndex({ count: 1 }, { unique: true });
    try {
      Counter.on(OUTBOX_FILLED, told);
      const counters = [1, 2, 1, 3, 2].map((count) => aCounter({ count }));
      const results = await Promise.allSettled(counters.map((counter) => insert(Counter, counter)));
      const refused = results.map((result) => result.status === 'rejected' && (result.reason as unknown));
      expect(refused.map((error) => isDuplicateKey(error, 'count'))).toEqual([
        false,
        false,
        true,
        false,
        true,
      ]);
      expect((await all()).map(({ count }) => count)).toEqual([1, 2, 3]);
      expect(told).toHaveBeenCalledTimes(3);
    } finally {
      Counter.off(OUTBOX_FILLED, told);
      await Counter.collection.dropIndex('count_1');
    }
  });

  it('rejects every document of a batch that broke off', async () => {
    const told = jest.fn();
    Counter.on(OUTBOX_FILLED, told);
    jest.spyOn(Counter.collection, 'insertMany').mockRejectedValue(new Error('connection lost'));
    const results = await Promise.allSettled([1, 2].map((count) => insert(Counter, aCounter({ count }))));
    Counter.off(OUTBOX_FILLED, told);
    expect(results).toMatchObject([
      { reason: { message: 'connection lost' } },
      { reason: { message: 'connection lost' } },
    ]);
    expect(told).not.toHaveBeenCalled();
  });
});
