import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { Router } from 'express';
import mongoose, { Schema } from 'mongoose';
import { connectMongo } from '../mongo/connect.js';
import { eventually, MongoServer } from '../testing/stand-ins.js';
import { silentLogger } from '../testing/silent-logger.js';
import { createApp } from './app.js';
import { deadline } from './deadline.js';
import { Health } from './health.js';

const Note = mongoose.model('Note', new Schema({ text: String }));
const mongo = new MongoServer();
const unhandled = jest.fn();
let server: Server;
/** One connection, so that a connection that is closed too early is noticed. */
let agent: Agent;

const routes = Router()
  .get('/notes', async (_req, res) => void res.json(await Note.find().lean()))
  .post('/notes', async (_req, res) => void res.status(201).json(await Note.create({ text: 'new' })))
  .get('/slow', async (_req, res) => {
    await sleep(4_500);
    res.json('done');
  });

async function serve(handler: express.Express): Promise<Server> {
  const listening = createServer(handler).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return listening;
}

async function ask(method: string, path: string, use = agent) {
  const { port } = server.address() as AddressInfo;
  const from = performance.now();
  const req = request({ host: '127.0.0.1', port, method, path, agent: use }).end();
  const [res] = (await once(req, 'response')) as [import('node:http').IncomingMessage];
  const body: unknown = JSON.parse(await text(res));
  return {
    status: res.statusCode,
    body,
    seconds: (performance.now() - from) / 1000,
    headers: res.headers,
    req,
  };
}

beforeAll(async () => {
  await mongo.start();
  // more requests than connections, so that some wait for one
  await connectMongo(`${mongo.uri('deadline')}?maxPoolSize=10`, [Note]);
  server = await serve(createApp({ logger: silentLogger, health: new Health(), routes: [routes] }));
  agent = new Agent({ keepAlive: true, maxSockets: 30 });
  process.on('unhandledRejection', unhandled);
});
afterAll(async () => {
  process.off('unhandledRejection', unhandled);
  agent.destroy();
  server.close();
  await mongoose.disconnect();
  await mongo.stop();
});

const READ = { errors: [{ message: 'Not available right now, please try again' }] };
const WRITE = {
  errors: [
    {
      message:
        'Not available right now. Your change may have been made all the same: please look, then try again',
    },
  ],
};

it('answers 503 within 5 s while the database is frozen, and recovers afterwards', async () => {
  await ask('POST', '/notes');
  await Promise.all(Array.from({ length: 24 }, () => ask('GET', '/notes'))); // all connections are open
  process.kill(mongo.pid!, 'SIGSTOP');
  try {
    const asked = Array.from({ length: 24 }, (_, index) => ask(index % 2 ? 'POST' : 'GET', '/notes'));
    const answers = await Promise.all(asked);
    answers.forEach(({ status, body, headers, seconds }, index) => {
      expect({ status, body }).toEqual({ status: 503, body: index % 2 ? WRITE : READ });
      expect(headers['retry-after']).toBe('5');
      expect(seconds).toBeLessThan(5);
    });
  } finally {
    process.kill(mongo.pid!, 'SIGCONT');
  }
  await eventually(async () => expect((await ask('GET', '/notes')).status).toBe(200));
  expect((await ask('POST', '/notes')).status).toBe(201);
  // the routes of the requests that were given up have ended, too, without an effect on any connection
  await eventually(async () => expect(((await ask('GET', '/notes')).body as unknown[]).length).toBe(14));
  expect(unhandled).not.toHaveBeenCalled();
});

it('answers 503 within 5 s while the database is away, and recovers afterwards', async () => {
  await mongo.kill();
  const answers = await Promise.all(['GET', 'POST', 'GET'].map((method) => ask(method, '/notes')));
  await mongo.start();
  expect(answers.map(({ status, body }) => ({ status, body }))).toEqual([
    { status: 503, body: READ },
    { status: 503, body: WRITE },
    { status: 503, body: READ },
  ]);
  for (const { seconds } of answers) expect(seconds).toBeLessThan(5);
  await eventually(async () => expect((await ask('GET', '/notes')).status).toBe(200));
});

it('lets a request that is slow for another reason go on', async () => {
  expect(await ask('GET', '/slow')).toMatchObject({ status: 200, body: 'done' });
});

it('keeps the connection when a route fails after its request was given up', async () => {
  let fail = (_error: Error): void => undefined;
  const late = Router().get('/late', () => new Promise((_, reject) => (fail = reject)));
  const app = express().use(
    deadline(silentLogger, () => Promise.resolve(false)),
    createApp({
      logger: silentLogger,
      health: new Health(),
      routes: [late, routes],
    }),
  );
  const others = server;
  server = await serve(app);
  const one = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const { status, req } = await ask('GET', '/late', one);
    expect(status).toBe(503);
    fail(new Error('late'));
    await sleep(50);
    const next = await ask('GET', '/notes', one);
    expect([next.status, next.req.reusedSocket]).toEqual([200, true]);
    expect(req.socket).toBe(next.req.socket);
  } finally {
    one.destroy();
    server.close();
    server = others;
  }
});

it('forgets a pipelined request when its connection is lost', async () => {
  const asked = jest.fn(() => Promise.resolve(true));
  const listening = await serve(express().use(deadline(silentLogger, asked), () => undefined));
  try {
    const socket = connect((listening.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(2));
    await once(listening, 'request');
    socket.destroy();
    await sleep(4_500);
    // Node does not tell the end of the second one, so it looks once
    expect(asked.mock.calls.length).toBeLessThanOrEqual(1);
  } finally {
    listening.close();
  }
});
