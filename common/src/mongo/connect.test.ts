import { MongoServer } from '../testing/stand-ins.js';
import mongoose, { Schema } from 'mongoose';
import { connectMongo } from './connect.js';

const Note = mongoose.model('Note', new Schema({ text: String }));
const mongo = new MongoServer();
const commands: Record<string, unknown>[] = [];

beforeAll(async () => {
  await mongo.start();
  await connectMongo(`${mongo.uri('connect')}?monitorCommands=true`, [Note]);
  mongoose.connection.getClient().on('commandStarted', ({ command }) => commands.push(command));
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});

const sent = (name: string) => commands.filter((command) => name in command);

it('waits until a majority has a change on disk', async () => {
  await Note.create({ text: 'one' });
  expect(sent('insert')).toEqual([expect.objectContaining({ writeConcern: { w: 'majority', j: true } })]);
});

it('reads only data of the majority, by a model and by its collection', async () => {
  await Note.findOne({ text: 'one' }).lean();
  await Note.collection.find({ text: 'one' }).toArray();
  const majority = expect.objectContaining({ readConcern: { level: 'majority' } }) as unknown;
  expect(sent('find')).toEqual([majority, majority]);
});
