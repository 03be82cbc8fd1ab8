import type { Types } from 'mongoose';
import type { Plain } from '../mongo/plain-documents.js';
import type { OutboxEntry, OutboxFields } from './outbox-plugin.js';

/** A document as a change sees it: its fields and the methods of its model, and nothing else of mongoose. */
export type Changing<F extends OutboxFields, M> = Plain<F> & M;

/** What makes a change one document write that succeeds only if nobody has written the document in between. */
export interface Write {
  filter: { _id: Types.ObjectId; version: number };
  update: { $set: object; $unset?: object; $push?: object };
}

/** The outbox plugin writes these itself. */
const OWN: ReadonlySet<string> = new Set(['_id', 'version', 'outbox']);

/**
 * A document for a change.
 * @param plain the document as it was read. It does not change.
 * @param methods the methods of its model.
 */
export function open<F extends OutboxFields, M extends object>(plain: Plain<F>, methods: M): Changing<F, M> {
  // a change replaces the value of a field. A change inside of a value would not be seen, so it throws
  for (const value of Object.values(plain)) if (isNested(value)) Object.freeze(value);
  const opened = Object.create(methods) as Changing<F, M>;
  return Object.assign(opened, plain, { outbox: [...((plain.outbox as OutboxEntry[] | undefined) ?? [])] });
}

/** The write of what differs between a document and the one that `open` has made of it; undefined when nothing does. */
export function writeOf<F extends OutboxFields>(plain: Plain<F>, changed: Plain<F>): Write | undefined {
  const before: object = plain;
  const $set: Record<string, unknown> = {};
  const $unset: Record<string, true> = {};
  for (const [field, value] of Object.entries(changed)) {
    if (OWN.has(field) || value === Reflect.get(before, field)) continue;
    if (value === undefined) $unset[field] = true;
    else $set[field] = value;
  }
  const recorded = changed.outbox.slice(plain.outbox?.length ?? 0);
  if (recorded.length === 0 && isEmpty($set) && isEmpty($unset)) return undefined;
  return {
    filter: { _id: plain._id, version: plain.version },
    update: {
      $set: { ...$set, version: plain.version + 1 },
      ...(!isEmpty($unset) && { $unset }),
      ...(recorded.length > 0 && { $push: { outbox: { $each: recorded } } }),
    },
  };
}

function isNested(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === 'object' && value?.constructor === Object);
}

function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0;
}
