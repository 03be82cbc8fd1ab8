import { type Document, type Model, type Schema, Types } from 'mongoose';
import { type EventData, parseEvent } from '../events/event-map.js';
import type { Subjects } from '../events/subjects.js';
import { databaseClock } from '../mongo/database-clock.js';
import type { Plain } from '../mongo/plain-documents.js';
import { nextVersion, versionPlugin } from '../mongo/versions.js';
import { currentTraceparent } from '../telemetry/trace-context.js';

/** An event as it is kept until it is published: the JSON of it. */
interface RecordedEvent {
  traceparent?: string;
  [field: string]: unknown;
}

/** An event that waits inside the document whose change caused it. */
export interface OutboxEntry {
  id: Types.ObjectId;
  subject: Subjects;
  data: RecordedEvent;
  /** When the event was recorded, by the clock of the database. */
  at: Date;
}

/** The fields that the plugin adds to a document. */
export interface OutboxFields {
  /** It starts at 0 and grows by one with every save. */
  version: number;
  /** The events that are not published yet, in the order in which they were recorded. */
  outbox: OutboxEntry[];
}

/** The subjects whose events carry the id and the version of the changed document. */
type ChangeSubjects = {
  [S in Subjects]: EventData<S> extends { id: string; version: number } ? S : never;
}[Subjects];

/** The part of a schema that the plugin uses. Mongoose's own type `Schema` does not accept a schema with statics. */
interface PlainSchema {
  plugin(plugin: (schema: Schema) => void): unknown;
  add(fields: object): unknown;
  index(fields: Record<string, 1>, options: { sparse: boolean }): unknown;
  post(event: 'save', hook: (this: Document & OutboxFields) => void): unknown;
}

/** A model emits this, with the document, after a write that left events in the outbox of the document. */
export const OUTBOX_FILLED = 'outbox-filled';

/**
 * Transactional outbox inside the document (https://microservices.io/patterns/data/transactional-outbox.html): a change
 * and its events are one atomic write, without a transaction over several documents. `record` adds an event, and
 * `OutboxRelay` publishes it. The plugin includes `versionPlugin`, because events carry the version.
 */
export function outboxPlugin(schema: PlainSchema): void {
  schema.plugin(versionPlugin);
  schema.add({ outbox: { type: [Object], default: [] } });
  // the index is sparse: it holds only documents with waiting events, so a sweep is cheap when there are none
  schema.index({ 'outbox.at': 1 }, { sparse: true });
  schema.post('save', function (this: Document & OutboxFields) {
    if (this.outbox.length > 0) (this.constructor as Model<unknown>).emit(OUTBOX_FILLED, this);
  });
}

/** The event of a subject without what is added when it is recorded. */
type Recorded<S extends ChangeSubjects> = Omit<EventData<S>, 'id' | 'version' | 'traceparent'>;

/**
 * Adds an event to the outbox of `document`, which is one of mongoose or one of `BatchedChanges`. The event and the change
 * are written in one document write.
 * @param data the event without id, version and trace: `record` adds these itself.
 * @throws {MalformedEventError} when the result is not the event of the subject.
 */
export function record<S extends ChangeSubjects>(
  document: OutboxFields & { _id: unknown; isNew?: boolean },
  subject: S,
  data: Recorded<S>,
): void {
  const of = { id: String(document._id), version: nextVersion(document) };
  document.outbox.push(entryOf(subject, { ...data, ...of }));
}

/** A new document that is not written yet. Its first event is in its outbox. */
export type Begun<T extends OutboxFields> = Plain<T>;

/**
 * Makes a plain new document with its first event. `insert` writes both in one document write.
 * @param fields the fields of the document. Those that are undefined are left out.
 * @param data the event without id, version and trace: `begin` adds these itself.
 * @throws {MalformedEventError} when the result is not the event of the subject.
 */
export function begin<T extends OutboxFields, S extends ChangeSubjects>(
  fields: Omit<T, keyof OutboxFields>,
  subject: S,
  data: Recorded<S>,
): Begun<T> {
  const _id = new Types.ObjectId();
  const version = 0;
  const outbox = [entryOf(subject, { ...data, id: String(_id), version })];
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { _id, ...Object.fromEntries(given), version, outbox } as unknown as Begun<T>;
}

function entryOf(subject: Subjects, data: object): OutboxEntry {
  const checked = parseEvent(subject, { ...data, traceparent: currentTraceparent() });
  // stored as it will be published: MongoDB would store an undefined field as null, which makes another event
  const json = JSON.parse(JSON.stringify(checked)) as RecordedEvent;
  return { id: new Types.ObjectId(), subject, data: json, at: new Date(databaseClock.now()) };
}
