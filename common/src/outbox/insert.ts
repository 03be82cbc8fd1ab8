import { BatchedInserts } from '../mongo/batched-inserts.js';
import { plainDocuments } from '../mongo/plain-documents.js';
import { type Begun, OUTBOX_FILLED, type OutboxFields } from './outbox-plugin.js';

/** The part of a mongoose model that is used here. */
interface Target {
  collection: object;
  emit(event: string, document: object): unknown;
}

/** The inserts of each model. */
const inserts = new WeakMap<Target, BatchedInserts<OutboxFields>>();

/**
 * Writes a new document and its first event in one document write, and resolves when both are on disk. The document is
 * written as it is, without the hooks and the validation of the model. Writes at the same time share a round trip.
 * @param document what `begin` has made.
 * @throws the error of the database, such as that of a unique index. Then nothing is written.
 */
export async function insert<T extends OutboxFields>(model: Target, document: Begun<T>): Promise<void> {
  let batched = inserts.get(model);
  if (!batched) inserts.set(model, (batched = new BatchedInserts(plainDocuments<OutboxFields>(model))));
  await batched.insert(document);
  model.emit(OUTBOX_FILLED, document);
}
