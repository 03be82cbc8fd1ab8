import type { mongo, Types } from 'mongoose';

/** A document as the driver reads and writes it: without methods, defaults and hooks. */
export type Plain<T> = T & { _id: Types.ObjectId };

/**
 * The collection of a model as the driver has it. A read or a write costs about half of the CPU that it costs through
 * mongoose. So use it where no method of a document is needed and many people wait. Nothing is cast: an id must be an
 * ObjectId, and `undefined` would be stored as null.
 */
export function plainDocuments<T>(model: { collection: unknown }): mongo.Collection<Plain<T>> {
  return model.collection as mongo.Collection<Plain<T>>;
}

/** The projection of these fields and of `_id`. */
export function fieldsOf(names: readonly string[]): Record<string, 1> {
  return Object.fromEntries(names.map((name) => [name, 1 as const]));
}
