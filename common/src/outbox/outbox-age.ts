import type { Model } from 'mongoose';
import { databaseClock } from '../mongo/database-clock.js';
import { askedGauge } from '../mongo/asked-gauge.js';
import type { OutboxFields } from './outbox-plugin.js';

const measured = new Set<Model<OutboxFields>>();

export const outboxOldestAge = askedGauge({
  name: 'outbox_oldest_age_seconds',
  help: 'How long the oldest event has waited in the outbox of its document; 0 when none waits',
  labelNames: ['collection'],
  ask: () =>
    Promise.all(
      [...measured].map(async (model) => ({
        labels: { collection: model.collection.name },
        value: await oldestAge(model),
      })),
    ),
});

/** Shows the age of the oldest event in the outboxes of the model's documents. */
export const measureOutbox = (model: Model<OutboxFields>): void => void measured.add(model);

/**
 * The query reads one key of the index, in the order of the index. With `sort` MongoDB would look at every waiting event,
 * because the index has several keys of one document.
 */
async function oldestAge(model: Model<OutboxFields>): Promise<number> {
  const [oldest] = await model.collection
    .find({ 'outbox.at': { $gt: new Date(0) } })
    .project<Pick<OutboxFields, 'outbox'>>({ 'outbox.at': 1 })
    .hint({ 'outbox.at': 1 })
    .limit(1)
    .maxTimeMS(1_000)
    .toArray();
  const [first] = oldest?.outbox ?? [];
  return first ? Math.max(0, databaseClock.now() - first.at.getTime()) / 1000 : 0;
}
