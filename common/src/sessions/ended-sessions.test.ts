import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import mongoose from 'mongoose';
import request from 'supertest';
import { NatsConnection } from '../bus/nats-connection.js';
import { SessionsUnknownError } from '../errors/http-errors.js';
import { Subjects } from '../events/subjects.js';
import { createApp } from '../http/app.js';
import { Health } from '../http/health.js';
import { requireAuth } from '../http/require-auth.js';
import { Sessions } from '../http/session.js';
import type { SessionVerifier } from '../http/session-token.js';
import { connectMongo } from '../mongo/connect.js';
import { busHarness } from '../testing/bus-harness.js';
import { silentLogger } from '../testing/silent-logger.js';
import { eventually, MongoServer } from '../testing/stand-ins.js';
import { EndedSession, isKeptEnded, keepEnded } from './ended-session.js';
import { EndedSessions, MOST_AWAY_MS } from './ended-sessions.js';
import { SessionEndedListener } from './session-ended-listener.js';

const mongo = new MongoServer();
const bus = busHarness();
beforeAll(async () => {
  await mongo.start();
  await connectMongo(mongo.uri('sessions'), [EndedSession]);
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});
beforeEach(() => EndedSession.deleteMany({}));
afterEach(() => void jest.restoreAllMocks());

const userId = 'a'.repeat(24);
const idOf = (digit: string) => digit.repeat(24);
const session = (digit: string, generation = 0) => ({
  id: idOf(digit),
  userId,
  email: 'ann@example.com',
  generation,
});
const signedOut = (digit: string) => ({ id: idOf(digit), version: 0, userId, sessionId: idOf(digit) });
const allEnded = (generation: number, kept?: string) => ({
  id: userId,
  version: generation,
  userId,
  generation,
  ...(kept && { kept: idOf(kept) }),
});
const areEnded = (...sessions: ReturnType<typeof session>[]) => Promise.all(sessions.map(isKeptEnded));

describe('what is kept of an event', () => {
  it('ends the one session that it names', async () => {
    await keepEnded(signedOut('1'));
    expect(await areEnded(session('1'), session('2'))).toEqual([true, false]);
  });

  it('ends all sessions of lower generations, but the one that is kept', async () => {
    await keepEnded(allEnded(2, '1'));
    const sessions = [session('1'), session('2', 1), session('3', 2), { ...session('4'), userId: idOf('b') }];
    expect(await areEnded(...sessions)).toEqual([false, true, false, false]);
  });

  it('is the same when events come twice, late, out of order, and at the same time', async () => {
    const events = [allEnded(1, '1'), signedOut('2'), allEnded(2), allEnded(3, '3'), signedOut('2')];
    const states: unknown[] = [];
    for (const order of [events, events.toReversed()]) {
      await EndedSession.deleteMany({});
      for (const event of [...order, ...order]) await keepEnded(event);
      states.push(await EndedSession.find().sort('_id').select('-forgetAt').lean());
    }
    await EndedSession.deleteMany({});
    await Promise.all([...events, ...events].map(keepEnded));
    states.push(await EndedSession.find().sort('_id').select('-forgetAt').lean());
    const expected = [
      { _id: `account ${userId}`, generation: 3, kept: idOf('3') },
      { _id: `session ${idOf('2')}` },
    ];
    expect(states).toEqual([expected, expected, expected]);
  });

  it('is deleted by the database after the session is over, and not before', async () => {
    await keepEnded(signedOut('1'));
    await keepEnded(allEnded(1));
    for (const { forgetAt } of await EndedSession.find().lean()) {
      expect(forgetAt.getTime() - Date.now()).toBeGreaterThan(7 * 24 * 3_600_000);
    }
    expect(await EndedSession.collection.indexes()).toContainEqual(
      expect.objectContaining({ key: { forgetAt: 1 }, expireAfterSeconds: 0 }),
    );
  });
});

describe('EndedSessions', () => {
  it('reads the database once in 5 s for a session', async () => {
    const ended = new EndedSessions({ awayMs: 0 });
    const now = jest.spyOn(performance, 'now');
    const find = jest.spyOn(EndedSession, 'find');
    now.mockReturnValue(1_000_000);
    await Promise.all([1, 2, 3].map(() => ended.isEnded(session('1'))));
    expect(find).toHaveBeenCalledTimes(1);
    await keepEnded(signedOut('1'));
    now.mockReturnValue(1_004_900);
    await sleep(20); // the cache reads the clock at most once in a millisecond
    expect(await ended.isEnded(session('1'))).toBe(false);
    now.mockReturnValue(1_005_100);
    await sleep(20);
    expect(await ended.isEnded(session('1'))).toBe(true);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('lets nobody in while the database does not answer', async () => {
    jest.spyOn(EndedSession, 'find').mockImplementation(() => {
      throw new Error('away');
    });
    await expect(new EndedSessions({ awayMs: 0 }).isEnded(session('1'))).rejects.toThrow('away');
  });

  it('lets people in while the bus is away for a while, and nobody when it is away for longer', async () => {
    const connection = { awayMs: MOST_AWAY_MS };
    const ended = new EndedSessions(connection);
    expect(await ended.isEnded(session('1'))).toBe(false);
    connection.awayMs++;
    await expect(ended.isEnded(session('1'))).rejects.toThrow(SessionsUnknownError);
    connection.awayMs = 0;
    expect(await ended.isEnded(session('1'))).toBe(false);
  });

  it('refuses an ended session within a minute, also when a frozen broker is noticed late', () => {
    const [noticed, cached] = [20_000, 5_000];
    expect(noticed + MOST_AWAY_MS + cached).toBeLessThanOrEqual(60_000);
  });
});

describe('a service that has not heard the bus for too long', () => {
  const verifier = { verify: () => Promise.resolve(session('1')) } as unknown as SessionVerifier;
  const sessions = new Sessions(verifier, new EndedSessions({ awayMs: MOST_AWAY_MS + 1 }), {
    secure: false,
    suffix: '',
  });
  const router = express
    .Router()
    .get('/public', (_req, res) => void res.json({}))
    .post('/own', requireAuth, (_req, res) => void res.json({}));
  const api = request(createApp({ logger: silentLogger, health: new Health(), sessions, routes: [router] }));
  const cookie = `session=${Buffer.from('{"jwt":"a"}').toString('base64')}`;

  it('answers 503 and says what to do, where somebody must be signed in', async () => {
    const answer = await api.post('/own').set('cookie', cookie).expect(503).expect('retry-after', '5');
    expect(answer.body).toEqual({
      errors: [{ message: expect.stringContaining('try again in a minute') as string }],
    });
  });

  it('answers everybody where nobody must be signed in, and 401 to people without a session', async () => {
    await api.get('/public').set('cookie', cookie).expect(200);
    await api.post('/own').expect(401);
  });
});

describe('SessionEndedListener', () => {
  const publish = (connection: NatsConnection, data: object) =>
    connection.publish(Subjects.SessionEnded, JSON.stringify(data));

  it('hears what was published, also while the service did not run', async () => {
    const first = await bus.connect();
    await new SessionEndedListener(first, 'service').listen();
    await publish(first, signedOut('1'));
    await eventually(async () => expect(await areEnded(session('1'))).toEqual([true]));
    await first.close();

    const auth = await bus.connect();
    await publish(auth, allEnded(1));
    await new SessionEndedListener(await bus.connect(), 'service').listen();
    await eventually(async () => expect(await areEnded(session('2'))).toEqual([true]));
  });

  it('parks an event that names no session, both kinds, or more than can be', async () => {
    const parked = await bus.deadLetters();
    const connection = await bus.connect();
    await new SessionEndedListener(connection, 'strict').listen();
    await publish(connection, { id: userId, version: 0, userId });
    await publish(connection, { ...allEnded(1), sessionId: idOf('1') });
    await publish(connection, { ...allEnded(1), generation: 2 ** 53 });
    await publish(connection, { ...allEnded(1), generation: 50_000 });
    await eventually(() => expect(parked()).toHaveLength(4));
    expect(await EndedSession.countDocuments({ generation: { $gt: 1 } })).toBe(0);
  });
});

it('knows for how long the broker has been away', async () => {
  const connection = await bus.connect();
  expect(connection.awayMs).toBe(0);
  await bus.server.kill();
  await eventually(() => expect(connection.connected).toBe(false));
  await eventually(() => expect(connection.awayMs).toBeGreaterThan(100));
  await bus.server.start();
  await eventually(() => expect(connection.awayMs).toBe(0));
});
