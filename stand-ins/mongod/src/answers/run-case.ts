import { deserialize, EJSON, serialize } from 'bson';
import type { Collection, Db, Document } from 'mongodb';
import { failure } from '../testing/mongo.js';
import type { Answer, Case, Failure } from './case.js';

const TYPED = { promoteValues: false, bsonRegExp: true } as const;

/** Runs the request of a case on its documents and expects the documented answer. */
export async function runCase(collection: Collection, documents: Document[], each: Case): Promise<void> {
  const db = collection.db;
  if (documents.length > 0) await collection.insertMany(documents.map((document) => ({ ...document })));
  for (const command of each.before ?? []) await send(db, collection, command);
  const expected: Answer =
    each.refused && !process.env.TICKETING_MONGOD ? { error: 238, message: 'TICKETING_MONGOD' } : each;
  if ('error' in expected) await expectError(collection, each.request, expected);
  else await expectAnswer(collection, each.request, expected);
}

async function expectError(collection: Collection, request: Document, expected: Failure) {
  const before = await stored(collection);
  const { code, message } = await failure(send(collection.db, collection, request));
  expect({ code: Number(code), message }).toEqual({
    code: expected.error,
    message: expect.stringContaining(expected.message ?? '') as string,
  });
  expect(await stored(collection)).toEqual(before);
}

async function expectAnswer(collection: Collection, request: Document, expected: Answer) {
  const reply = await send(collection.db, collection, request);
  if ('ids' in expected)
    expect(shown(rowsOf(reply).map(({ _id }) => _id as unknown))).toEqual(shown(expected.ids));
  else if ('rows' in expected) expect(shown(rowsOf(reply))).toEqual(shown(expected.rows));
  else if ('after' in expected) expect(await stored(collection)).toEqual(shown(expected.after));
  else if ('reply' in expected)
    for (const [field, value] of Object.entries(expected.reply))
      expect({ field, shown: shown([reply[field]]) }).toEqual({ field, shown: shown([value]) });
}

const rowsOf = (reply: Document): Document[] => (reply.cursor as { firstBatch: Document[] }).firstBatch;

const stored = async (collection: Collection): Promise<string[]> =>
  shown(await collection.find({}, { sort: { _id: 1 }, ...TYPED }).toArray());

/** Sends a command to the collection of the case. An error of a write is thrown, as that of a command is. */
async function send(db: Db, { collectionName }: Collection, command: Document): Promise<Document> {
  const [name = ''] = Object.keys(command);
  const reply = await db.command({ ...command, [name]: collectionName }, TYPED);
  const [failed] = (reply.writeErrors ?? []) as { code: { value: number }; errmsg: string }[];
  if (failed) throw Object.assign(new Error(failed.errmsg), { code: failed.code.value });
  return reply;
}

/** Writes each value with the types of its numbers and the order of its fields. */
const shown = (values: unknown[]): string[] =>
  values.map((value) => EJSON.stringify(deserialize(serialize({ value }), TYPED), { relaxed: false }));
