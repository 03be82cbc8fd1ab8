import type { Model } from 'mongoose';
import { Counter, countersDatabase } from '../testing/counters.js';
import { anEntry } from '../testing/relays.js';
import { measureOutbox, outboxOldestAge } from './outbox-age.js';
import type { OutboxFields } from './outbox-plugin.js';

countersDatabase();
measureOutbox(Counter as unknown as Model<OutboxFields>);

const ago = (seconds: number) => anEntry(new Date(Date.now() - seconds * 1_000));
const insert = (...outboxes: ReturnType<typeof ago>[][]) =>
  Counter.collection.insertMany(outboxes.map((outbox) => ({ count: 1, version: 0, outbox })));

it('shows how long the oldest event has waited, by one key of the index', async () => {
  const find = jest.spyOn(Counter.collection, 'find');
  await insert([ago(10)], [], [ago(500), ago(20)], [ago(40)]);
  const { values } = await outboxOldestAge.get();
  expect(values.map(({ labels, value }) => [labels.collection, Math.round(value)])).toEqual([
    ['counters', 500],
  ]);
  const plan: unknown = await (find.mock.results[0]!.value as { explain(): Promise<unknown> }).explain();
  find.mockRestore();
  expect(plan).toMatchObject({ executionStats: { totalKeysExamined: 1, totalDocsExamined: 1 } });
  expect(JSON.stringify(plan)).toContain('outbox.at_1');
});
