import { type Document, type Model, type Schema, Types } from 'mongoose';
import { type EventData, parseEvent } from '../events/event-map.js';
import type { Subjects } from '../events/subjects.js';
import { databaseClock } from '../mongo/database-clock.js';
import { currentTraceparent } from '../service/trace-context.js';

/** An event that waits inside the document whose change caused it. */
export interface OutboxEntry {
  id: Types.ObjectId;
  subject: Subjects;
  data: unknown;
  /** When it was recorded, by the database's clock. */
  at: Date;
}

/** What the plugin adds to the fields of a document. */
export interface OutboxFields {
  outbox: OutboxEntry[];
}

/** What the plugin adds to the methods of a document. */
export interface OutboxMethods {
  /**
   * Puts an event into the outbox; the next `save` writes it together with the change, in one document write.
   * @throws {MalformedEventError} when `data` is not the subject's event: the change is not written either.
   */
  record<S extends Subjects>(subject: S, data: EventData<S>): void;
}

/** Emitted by a model, with the document, after a save that left events in its outbox. */
export const OUTBOX_FILLED = 'outbox-filled';

/**
 * Transactional outbox inside the document (https://microservices.io/patterns/data/transactional-outbox.html): the
 * change and its events are one atomic write, without a transaction over several documents. `OutboxRelay` publishes.
 */
export function outboxPlugin(schema: Schema): void {
  schema.add({ outbox: { type: [Object], default: [] } });
  // sparse: only documents with waiting events are in it, so a sweep costs nothing where nothing waits
  schema.index({ 'outbox.at': 1 }, { sparse: true });
  schema.methods.record = function (
    this: Document & OutboxFields,
    subject: Subjects,
    data: EventData<Subjects>,
  ) {
    const checked = parseEvent(subject, { traceparent: currentTraceparent(), ...data });
    // as it will be on the bus: MongoDB would store a field that is undefined as null, which is another event
    const json: unknown = JSON.parse(JSON.stringify(checked));
    this.outbox.push({ id: new Types.ObjectId(), subject, data: json, at: new Date(databaseClock.now()) });
  };
  schema.post('save', function (this: Document & OutboxFields) {
    if (this.outbox.length > 0) (this.constructor as Model<unknown>).emit(OUTBOX_FILLED, this);
  });
}

/**
 * The version a document will have once it is saved, for the event that goes with the change: a new one starts at 0,
 * mongoose-update-if-current adds one at every save.
 */
export function nextVersion(document: Document & { version: number }): number {
  return document.isNew ? 0 : document.version + 1;
}
