import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import type { Collection, Document, IndexDescription, MongoServerError } from 'mongodb';
import { MongoFixture } from './testing/mongo.js';

const mongo = new MongoFixture();
beforeAll(() => mongo.start());
afterAll(() => mongo.stop());

/** Returns a repeatable source of random numbers, so that a failure can be reproduced. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

class Generator {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  pick = <T>(list: readonly T[]): T => list[Math.floor(this.random() * list.length)] as T;

  small = (): number => Math.floor(this.random() * 4);

  scalar(): unknown {
    if (this.random() < 0.4) return this.small();
    const n = Math.floor(this.random() * 4);
    return this.pick<() => unknown>([
      () => n,
      () => n,
      () => new Double(n),
      () => Long.fromNumber(n),
      () => Decimal128.fromString(String(n)),
      () => n + 0.5,
      () => ['a', 'ab', 'b', ''][n],
      () => null,
      () => n % 2 === 0,
      () => new Date(n),
      () => new ObjectId(`00000000000000000000000${n}`),
      () => ({ x: n }),
      () => ({ x: { y: n }, z: [n] }),
      () => new Timestamp({ t: n + 1, i: n }),
      () => new Binary(Buffer.from([n, 255]), n % 2),
      () => new BSONRegExp(['^a', 'b', '^ab', 'x'][n] ?? '', n % 2 ? 'i' : ''),
      () => new Code(`f${n}`),
      () => new MinKey(),
      () => new MaxKey(),
      () => new Double(NaN),
      () => Decimal128.fromString('NaN'),
      () => Decimal128.fromString(`${n}.50`),
      () => new Double(n % 2 ? Infinity : -0),
      () => Long.fromString('9007199254740993').add(n),
      () => ['A', 'aB', 'é', 'a\nb'][n],
    ])();
  }

  value(): unknown {
    if (this.random() < 0.75) return this.scalar();
    // Arrays in arrays are values of their own for an index
    return Array.from({ length: Math.floor(this.random() * 4) }, () =>
      this.random() < 0.15 ? [this.scalar(), this.scalar()] : this.scalar(),
    );
  }

  document(): Document {
    const doc: Document = {};
    for (const field of ['a', 'b', 'c']) if (this.random() < 0.8) doc[field] = this.value();
    if (this.random() < 0.5)
      doc.d =
        this.random() < 0.5
          ? { e: this.value() }
          : Array.from({ length: Math.floor(this.random() * 3) }, () =>
              this.random() < 0.2 ? this.scalar() : { e: this.value(), f: this.scalar() },
            );
    return doc;
  }

  /** Every operator of a field that the stand-in has. */
  readonly operators: Readonly<Record<string, () => unknown>> = {
    $eq: () => (this.random() < 0.7 ? this.scalar() : { $eq: this.operand() }),
    $ne: () => ({ $ne: this.plain() }),
    $in: () => ({ $in: [this.value(), this.scalar(), null].slice(0, 1 + Math.floor(this.random() * 3)) }),
    $nin: () => ({ $nin: [this.value(), this.scalar()] }),
    $gt: () => ({ $gt: this.operand() }),
    $gte: () => ({ $gte: this.operand() }),
    $lt: () => ({ $lt: this.operand() }),
    $lte: () => ({ $lte: this.operand() }),
    two: () => ({ $gt: this.plain(), $lte: this.plain() }),
    $exists: () => ({ $exists: this.random() < 0.5 }),
    $type: () => ({
      $type: this.pick<unknown>([
        'number',
        'string',
        'array',
        'null',
        'object',
        'regex',
        'minKey',
        'timestamp',
        [1, 2],
      ]),
    }),
    $mod: () => ({ $mod: [2, this.pick([0, 1])] }),
    $size: () => ({ $size: this.small() }),
    $all: () => ({
      $all: this.random() < 0.7 ? [this.scalar(), this.plain()] : [{ $elemMatch: { $gte: 1 } }],
    }),
    $elemMatch: () => ({
      $elemMatch: this.random() < 0.7 ? { $gte: this.plain(), $lte: this.plain() } : { e: this.scalar() },
    }),
    $bitsAllSet: () => ({ $bitsAllSet: this.small() }),
    $bitsAnyClear: () => ({ $bitsAnyClear: [this.small()] }),
    $bitsAnySet: () => ({ $bitsAnySet: this.small() }),
    $bitsAllClear: () => ({ $bitsAllClear: [this.small()] }),
    $regex: () => ({
      $regex: this.pick(['^a', '^ab', 'b', '^a.*b', '\\Aa', '^a?', '^(?i)A', '^a\\.?', '^[ab]']),
      $options: this.pick(['', 'i', 'm', 's', 'x']),
    }),
    regex: () => new BSONRegExp(this.pick(['^a', '^ab', 'b', '^é']), this.pick(['', 'i'])),
    $not: () => ({
      $not: this.pick([{ $gt: this.plain() }, { $regex: '^a' }, { $in: [this.plain(), null] }]),
    }),
  };

  condition(): unknown {
    return this.operators[this.pick(Object.keys(this.operators))]?.();
  }

  /** A value that each comparison takes. MongoDB refuses regular expressions there. */
  plain(): unknown {
    const value = this.scalar();
    return value instanceof BSONRegExp ? 'a' : value;
  }

  operand(): unknown {
    const value = this.value();
    return value instanceof BSONRegExp ? ['a'] : value;
  }

  filter(depth = 0): Document {
    if (depth < 2 && this.random() < 0.15)
      return { [this.pick(['$or', '$and', '$nor'])]: [this.filter(depth + 1), this.filter(depth + 1)] };
    // Two items of one array may match one of these values each
    if (this.random() < 0.15) return { 'd.e': this.small(), 'd.f': this.small() };
    const filter: Document = {};
    for (let i = 0; i <= Math.floor(this.random() * 3); i++)
      filter[this.pick(['a', 'b', 'c', 'd', 'd.e', 'd.f', 'd.0.e', '_id'])] = this.condition();
    return filter;
  }

  sort(): Record<string, 1 | -1> {
    const sort: Record<string, 1 | -1> = {};
    for (let i = 0; i < Math.floor(this.random() * 4); i++)
      sort[this.pick(['a', 'b', 'c', 'd', 'd.e', 'd.f', 'd.0', 'missing', '_id'])] = this.pick([
        1, -1,
      ] as const);
    return { ...sort, _id: sort._id ?? 1 };
  }
}

const INDEXES: IndexDescription[] = [
  { key: { b: -1 } },
  { key: { d: 1, _id: 1 } },
  { key: { 'd.f': -1, a: 1 }, sparse: true },
  { key: { b: 1, a: -1 }, partialFilterExpression: { b: { $type: 'string' } } },
  { key: { a: 1 } },
  { key: { a: -1, _id: 1 } },
  { key: { b: 1, c: -1 }, sparse: true },
  { key: { c: 1, a: 1, _id: -1 }, partialFilterExpression: { c: { $gte: 1 } } },
  { key: { 'd.e': 1 } },
  { key: { 'd.e': -1, 'd.f': 1 } },
  { key: { a: 1, 'd.e': 1 }, partialFilterExpression: { a: { $exists: true } } },
];

async function withIndexes(
  documents: Document[],
): Promise<{ indexed: Collection<Document>; plain: Collection<Document> }> {
  const [indexed, plain] = [mongo.fresh(), mongo.fresh()];
  for (const index of INDEXES) await indexed.createIndexes([index]);
  for (const document of documents) {
    // Parallel arrays cannot be indexed: such a document goes into neither collection
    const inserted = await indexed.insertOne(document).then(
      () => true,
      () => false,
    );
    if (inserted) await plain.insertOne(document);
  }
  return { indexed, plain };
}

/** Returns the _ids of an answer. Some sorts are refused, for example those by two arrays. */
const idsOrError = (answer: Promise<Document[]>): Promise<unknown> =>
  answer.then(
    (documents) => documents.map(({ _id }) => _id as unknown),
    ({ code, message }: MongoServerError) => ({ code, message }),
  );

describe.each([1, 2, 3])('with random documents (seed %i)', (seed) => {
  test('an index never changes an answer', async () => {
    const generate = new Generator(seed);
    const documents = Array.from({ length: 150 }, (_, _id) => ({ _id, ...generate.document() }));
    const { indexed, plain } = await withIndexes(documents);
    let served = 0;
    for (let i = 0; i < 400; i++) {
      const filter = generate.filter();
      const sort = generate.sort();
      const limit = generate.pick([0, 0, 5]);
      const find = (collection: Collection<Document>) =>
        idsOrError(collection.find(filter).sort(sort).limit(limit).toArray());
      const [fromIndex, fromScan] = await Promise.all([find(indexed), find(plain)]);
      const query = JSON.stringify({ filter, sort, limit });
      expect({ query, answer: fromIndex }).toEqual({ query, answer: fromScan });
      if (Array.isArray(fromIndex) && fromIndex.length > 0) served++;
    }
    expect(served).toBeGreaterThan(50); // otherwise most queries would match nothing
  });

  test('an index never changes the answer of one operator', async () => {
    const generate = new Generator(seed + 200);
    const documents = Array.from({ length: 200 }, (_, _id) => ({ _id, ...generate.document() }));
    const { indexed, plain } = await withIndexes(documents);
    const unused = new Set(Object.keys(generate.operators));
    for (const [operator, condition] of Object.entries(generate.operators))
      for (const field of ['a', 'b', 'd', 'd.e'])
        for (let i = 0; i < 4; i++) {
          const filter = { [field]: condition() };
          const [fromIndex, fromScan] = await Promise.all(
            [indexed, plain].map(async (collection) =>
              (await collection.find(filter, { projection: { _id: 1 } }).toArray())
                .map(({ _id }) => Number(_id))
                .sort((a, b) => a - b),
            ),
          );
          const query = JSON.stringify(filter);
          expect({ query, ids: fromIndex }).toEqual({ query, ids: fromScan });
          if (fromScan?.length) unused.delete(operator);
        }
    expect([...unused]).toEqual([]); // otherwise an operator would never match
  });

  test('an index follows updates and deletes', async () => {
    const generate = new Generator(seed + 100);
    const documents = Array.from({ length: 80 }, (_, _id) => ({ _id, ...generate.document() }));
    const { indexed, plain } = await withIndexes(documents);
    for (let i = 0; i < 150; i++) {
      const _id = Math.floor(generate.random() * 80) as never;
      const next = generate.document();
      if (generate.random() < 0.2)
        await Promise.all([indexed, plain].map((collection) => collection.deleteOne({ _id })));
      else {
        const replaced = await indexed.replaceOne({ _id }, next).catch(() => undefined);
        if (replaced) await plain.replaceOne({ _id }, next);
      }
    }
    for (let i = 0; i < 100; i++) {
      const filter = generate.filter();
      const find = (collection: Collection<Document>) => collection.find(filter).sort({ _id: 1 }).toArray();
      const [fromIndex, fromScan] = await Promise.all([find(indexed), find(plain)]);
      expect({ filter, documents: fromIndex }).toEqual({ filter, documents: fromScan });
    }
  });
});
