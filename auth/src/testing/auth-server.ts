import { createServer, type Server } from 'node:http';
import { connectMongo, createLogger, Health, Sessions } from '@ticketing/common';
import { MongoServer } from '@ticketing/mongod';
import mongoose from 'mongoose';
import request from 'supertest';
import { authApp } from '../app.js';
import { Devices } from '../devices.js';
import { Limits } from '../limits/limits.js';
import { User } from '../models/user.js';

export const KEY = 'a key that only the tests know, and long enough';

interface Options {
  secure?: boolean;
  signUpsPerHour?: number;
  failuresPerAddress?: number;
}

/** Starts a database for the tests of a file; each test finds it empty. */
export function useDatabase(): MongoServer {
  const mongo = new MongoServer();
  beforeAll(async () => {
    await mongo.start();
    await connectMongo(mongo.uri('auth'), [User]);
    await new Limits({ signUpsPerHour: 1, failuresPerAddress: 1 }).createIndexes();
  });
  beforeEach(async () => {
    await User.deleteMany();
    await mongoose.connection.collection('limits').deleteMany();
  });
  afterAll(async () => {
    await mongoose.disconnect();
    await mongo.stop();
  });
  return mongo;
}

/** Serves the service's app on a free port while the tests of a file run; the answer makes requests to it. */
export function useAuth({ secure = false, signUpsPerHour = 1000, failuresPerAddress = 100 }: Options = {}) {
  let server: Server;
  beforeAll((done) => {
    const app = authApp({
      logger: createLogger('auth', 'silent'),
      health: new Health(),
      sessions: new Sessions(KEY, secure),
      devices: new Devices(KEY, secure),
      limits: new Limits({ signUpsPerHour, failuresPerAddress }),
    });
    server = createServer(app).listen(0, '127.0.0.1', done);
  });
  afterAll((done) => void server.close(done));
  return () => request(server);
}
