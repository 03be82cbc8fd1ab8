import type { Document } from 'mongodb';

/** Stands for the collection of a case. */
export const COLLECTION = 'the collection';

export const find = (filter: Document, options: Document = {}): Document => ({
  find: COLLECTION,
  filter,
  ...options,
});

export const sortBy = (sort: Document, options: Document = {}): Document => find({}, { sort, ...options });

export const project = (projection: Document, filter: Document = {}): Document =>
  find(filter, { projection, sort: { _id: 1 } });

export const aggregate = (...pipeline: unknown[]): Document => ({
  aggregate: COLLECTION,
  pipeline,
  cursor: {},
});

export const insert = (...documents: Document[]): Document => ({ insert: COLLECTION, documents });

/** Updates one document; with `multi` all that match. */
export const update = (q: Document, u: unknown, options: Document = {}): Document => ({
  update: COLLECTION,
  updates: [{ q, u, ...options }],
});

/** Deletes all documents that match; with `limit: 1` the first one. */
export const remove = (q: Document, options: Document = { limit: 0 }): Document => ({
  delete: COLLECTION,
  deletes: [{ q, ...options }],
});

export const findAndModify = (options: Document): Document => ({ findAndModify: COLLECTION, ...options });

export const count = (query: Document, options: Document = {}): Document => ({
  count: COLLECTION,
  query,
  ...options,
});

export const distinct = (key: string, query: Document = {}): Document => ({
  distinct: COLLECTION,
  key,
  query,
});

export const createIndex = (key: Document, options: Document = {}): Document => ({
  createIndexes: COLLECTION,
  indexes: [{ key, name: Object.entries(key).flat().join('_'), ...options }],
});
