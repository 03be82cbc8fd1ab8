import mongoose from 'mongoose';
import { Subjects } from '../events/subjects.js';
import { retryOnConflict } from '../mongo/retry-on-conflict.js';
import { withTrace } from '../telemetry/trace-context.js';
import { Counter, countersDatabase, create, raise, stored } from '../testing/counters.js';
import { record } from './outbox-plugin.js';

countersDatabase();

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
