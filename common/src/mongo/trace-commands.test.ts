import mongoose, { Schema } from 'mongoose';
import { recordSpans } from '../telemetry/tracing/record-spans.js';
import { MongoServer } from '../testing/stand-ins.js';
import { span } from '../telemetry/tracing/span.js';
import { connectMongo } from './connect.js';

const Person = mongoose.model('Person', new Schema({ email: { type: String, unique: true } }));
const mongo = new MongoServer();
let spans: ReturnType<typeof recordSpans>;

beforeAll(async () => {
  spans = recordSpans();
  await mongo.start();
  await connectMongo(mongo.uri('people'), [Person]);
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
  await spans.stop();
});

it('makes a span of each command that a span causes, and tells nothing of the documents', async () => {
  await Person.findOne({ email: 'eve@example.com' }); // nobody's work
  await span('work', {}, async () => {
    await Person.create({ email: 'ann@example.com' });
    await Person.findOne({ email: 'ann@example.com' });
    await Person.create({ email: 'ann@example.com' }).catch(() => undefined);
  });
  const all = await spans.seen();
  const { spanId } = all.find(({ name }) => name === 'work')!;
  expect(all.filter(({ parent }) => parent === spanId)).toMatchObject([
    {
      name: 'insert people',
      kind: 'client',
      attributes: { 'db.operation.name': 'insert', 'db.collection.name': 'people' },
    },
    { name: 'find people' },
    { name: 'insert people' },
  ]);
  expect(all).toHaveLength(4);
  expect(JSON.stringify(all)).not.toContain('@example.com');
});
