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
