import { type Document, type Model, type Schema, Types } from 'mongoose';
import { type EventData, parseEvent } from '../events/event-map.js';
import type { Subjects } from '../events/subjects.js';
import { databaseClock } from '../mongo/database-clock.js';
import { nextVersion, versionPlugin } from '../mongo/versions.js';
import { currentTraceparent } from '../telemetry/trace-context.js';

/** An event that waits inside the document whose change caused it. */
export interface OutboxEntry {
  id: Types.ObjectId;
  subject: Subjects;
  data: unknown;
  /** When it was recorded, by the database's clock. */
  at: Date;
}

/** The fields that the plugin adds to a document. */
export interface OutboxFields {
  /** Starts at 0 and grows by one with every save. */
  version: number;
  outbox: OutboxEntry[];
}

/** The subjects whose events have the id and the version of the document that changed. */
type ChangeSubjects = {
  [S in Subjects]: EventData<S> extends { id: string; version: number } ? S : never;
}[Subjects];

/** What the plugin needs of a schema. A schema with statics is no `Schema` to TypeScript. */
interface PlainSchema {
  plugin(plugin: (schema: Schema) => void): unknown;
  add(fields: object): unknown;
  index(fields: Record<string, 1>, options: { sparse: boolean }): unknown;
  post(event: 'save', hook: (this: Document & OutboxFields) => void): unknown;
}

/** Emitted by a model, with the document, after a save that left events in its outbox. */
export const OUTBOX_FILLED = 'outbox-filled';

/**
 * Transactional outbox inside the document (https://microservices.io/patterns/data/transactional-outbox.html): the
 * change and its events are one atomic write, without a transaction over several documents. `record` puts an event in,
 * `OutboxRelay` publishes it. Includes `versionPlugin`, because events carry the version.
 */
export function outboxPlugin(schema: PlainSchema): void {
  schema.plugin(versionPlugin);
  schema.add({ outbox: { type: [Object], default: [] } });
  // sparse: only documents with waiting events are in it, so a sweep costs nothing where nothing waits
  schema.index({ 'outbox.at': 1 }, { sparse: true });
  schema.post('save', function (this: Document & OutboxFields) {
    if (this.outbox.length > 0) (this.constructor as Model<unknown>).emit(OUTBOX_FILLED, this);
  });
}

/**
 * Puts an event into the outbox of `document`; the next `save` writes it together with the change, in one document
 * write. The id and the version of the document are added to `data`, and the trace of the request.
 * @throws {MalformedEventError} when the result is not the subject's event: the change is not written either.
 */
export function record<S extends ChangeSubjects>(
  document: Document & OutboxFields,
  subject: S,
  data: Omit<EventData<S>, 'id' | 'version' | 'traceparent'>,
): void {
  const checked = parseEvent(subject, {
    ...data,
    id: String(document._id),
    version: nextVersion(document),
    traceparent: currentTraceparent(),
  });
  // as it will be on the bus: MongoDB would store a field that is undefined as null, which is another event
  const json: unknown = JSON.parse(JSON.stringify(checked));
  document.outbox.push({ id: new Types.ObjectId(), subject, data: json, at: new Date(databaseClock.now()) });
}
