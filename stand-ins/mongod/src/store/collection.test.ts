import { serialize, UUID } from 'bson';
import { decode } from '../bson/decode.js';
import { Collection } from './collection.js';

const collection = () => new Collection(1, 'db', 'c', {}, new UUID(), { append: () => undefined });

const bytesOf = (doc: Record<string, unknown>) => Buffer.from(serialize(doc));

test('the memory of replaced and removed documents becomes free', () => {
  const tickets = collection();
  const stored = Array.from({ length: 3_000 }, (_, _id) =>
    tickets.insert(bytesOf({ _id, version: 0, text: 'x'.repeat(300) })),
  );
  for (let version = 1; version <= 20; version++)
    for (const [_id, document] of stored.entries())
      if (_id % 10 !== 0) {
        const doc = { _id, version, text: 'x'.repeat(300 + ((version * _id) % 50)) };
        tickets.replace(document, bytesOf(doc), doc);
      }
  for (const [_id, document] of stored.entries()) if (_id % 3 === 1) tickets.remove(document);

  const buffers = new Set([...tickets.documents].map(({ bytes }) => bytes?.buffer));
  const held = [...buffers].reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0);
  expect(held).toBeLessThan(tickets.bytes * 2 + 2 * 1024 * 1024);

  expect([...tickets.documents].map((document) => document.decode())).toEqual(
    stored.flatMap((_document, _id) => {
      if (_id % 3 === 1) return [];
      const version = _id % 10 === 0 ? 0 : 20;
      return [{ _id, version, text: 'x'.repeat(300 + (version === 0 ? 0 : (version * _id) % 50)) }];
    }),
  );
  expect(tickets.bytes).toBe([...tickets.documents].reduce((sum, { length }) => sum + length, 0));
});

test('the bytes that an answer holds do not change when documents do', () => {
  const tickets = collection();
  const stored = Array.from({ length: 500 }, (_, _id) => tickets.insert(bytesOf({ _id, n: 0 })));
  const answer = stored.map(({ bytes }) => bytes);
  for (let n = 1; n < 200; n++)
    for (const [_id, document] of stored.entries())
      tickets.replace(document, bytesOf({ _id, n }), { _id, n });
  expect(answer.every((bytes) => bytes !== undefined && decode(bytes).n === 0)).toBe(true);
});

test('an index follows a document whose old keys are no longer at hand', () => {
  const tickets = collection();
  const byTerm = tickets.addIndex({ v: 2, key: { terms: 1, n: -1 }, name: 'terms' });
  const stored = tickets.insert(bytesOf({ _id: 1, terms: ['a', 'b'], n: 1 }));
  const doc = { _id: 1, terms: ['b', 'c', 'd'], n: 2 };
  tickets.replace(stored, bytesOf(doc), doc);
  expect(byTerm.size).toBe(3);
  tickets.remove(stored);
  expect([byTerm.size, tickets.idIndex.size, tickets.bytes]).toEqual([0, 0, 0]);
});

test('an index follows a document when one item of an array changes', () => {
  const tickets = collection();
  const byTerm = tickets.addIndex({ v: 2, key: { terms: 1 }, name: 'terms' });
  const stored = tickets.insert(bytesOf({ _id: 1, terms: ['a', 'b'] }));
  const found = () => [...byTerm.scan('', '\xff', false)].length;
  for (const terms of [['a', 'c'], ['c', 'c'], ['c', ['c']], [1, null], 'c', []]) {
    const doc = { _id: 1, terms };
    tickets.replace(stored, bytesOf(doc), doc);
    const anew = collection();
    anew.insert(bytesOf(doc));
    expect(found()).toBe(
      [...anew.addIndex({ v: 2, key: { terms: 1 }, name: 'terms' }).scan('', '\xff', false)].length,
    );
  }
  tickets.remove(stored);
  expect(byTerm.size).toBe(0);
});

describe('documents that are inserted together', () => {
  const INDEXES = [
    { key: { a: 1 }, unique: true, sparse: true },
    { key: { terms: 1, n: -1 } },
    { key: { n: -1 } },
    { key: { n: 1, terms: -1 } },
    { key: { 'list.b': 1, n: 1 }, sparse: true },
    { key: { n: 1, a: 1 }, partialFilterExpression: { n: { $gt: 3 } } },
  ];
  const TERMS = ['a', 'ab', '', 'b\0', 'ä', null, 7, undefined];
  const items = (i: number) => Array.from({ length: i % 5 }, (_, j) => TERMS[(i * 3 + j * j) % TERMS.length]);
  const documents = Array.from({ length: 700 }, (_, i) => ({
    _id: (i * 37) % 500,
    n: i % 11,
    terms: i % 7 === 0 ? TERMS[i % TERMS.length] : items(i),
    ...(i % 3 === 0 && { a: i % 400 }),
    ...(i % 4 === 0 && { list: [{ b: i % 5 }, { b: i % 3 }, { b: i % 5 }] }),
    ...(i % 50 === 0 && { n: [1, 2] }), // with an array in terms it is refused
  }));
  const withIndexes = () => {
    const made = collection();
    for (const [i, spec] of INDEXES.entries()) made.addIndex({ v: 2, name: String(i), ...spec });
    return made;
  };
  const insertInto = (target: Collection, some: readonly object[]) =>
    some.map((document) => {
      try {
        target.insert(bytesOf({ ...document }));
        return 'ok';
      } catch (error) {
        return (error as Error).message;
      }
    });
  const entriesOf = (target: Collection) =>
    target.indexes.map((index) => ({
      size: index.size,
      multikey: index.multikey,
      found: [...index.scan('', '\xff', false)].map((stored) => stored.decode()),
    }));

  test('have the same errors and the same entries in each index as one after the other', () => {
    const [single, together] = [withIndexes(), withIndexes()];
    for (const some of [documents.slice(0, 50), documents.slice(50, 52), documents.slice(52)]) {
      let errors: string[] = [];
      together.insertTogether(() => (errors = insertInto(together, some)));
      expect(errors).toEqual(insertInto(single, some));
      expect(new Set(errors.map((error) => error.slice(0, 12)))).toContain('ok');
    }
    expect(entriesOf(together)).toEqual(entriesOf(single));
    for (const stored of together.documents) together.remove(stored);
    expect(together.indexes.map(({ size }) => size)).toEqual(together.indexes.map(() => 0));
  });

  test('are in all indexes when the last of them fails without an answer', () => {
    const together = withIndexes();
    const failing = () =>
      together.insertTogether(() => {
        together.insert(bytesOf({ _id: 1, n: 5, terms: ['a'] }));
        throw new Error('a mistake');
      });
    expect(failing).toThrow('a mistake');
    expect(together.indexes.map(({ size }) => size)).toEqual([1, 0, 1, 1, 1, 1, 1]);
    together.insert(bytesOf({ _id: 2, n: 5, terms: ['a'] }));
    expect(together.indexes[2]?.size).toBe(2);
  });
});
