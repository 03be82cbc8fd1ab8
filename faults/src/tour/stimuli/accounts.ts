import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { Visitor } from '@ticketing/e2e/testing';
import { databaseUri } from '../../system.js';
import { quiet, type Stimulus } from './stimulus.js';

const PASSWORD = 'correct horse';
/** `PASSWORD` as an older release might have hashed it: cheaper than auth does today (argon2id, 8 KiB, once). */
const OUTDATED_HASH =
  '$argon2id$v=19$m=8,t=1,p=1$Ixz6ASJRobXuZD7KXgHOAA$SQzzzIWzg3tvWtYcnhUP4IQ5VWmjSr2QUEGvAQCwB0E';
/** One more than auth allows for one account from one address. */
const GUESSES = 11;

const account = () => ({ email: `${randomUUID()}@example.com`, password: PASSWORD });

/** A person signs up and in, once with a wrong password; another signs in to an account that does not exist. */
export const credentials: Stimulus = {
  name: 'sign-ups and sign-ins',
  run: async ({ system }, _instances, end) => {
    for (let round = 0; round < 4 && !end.aborted; round++) {
      const visitor = new Visitor(system.url);
      const body = account();
      await quiet(visitor.post('/api/users/signup', body));
      await quiet(visitor.post('/api/users/signup', body));
      await quiet(new Visitor(system.url).post('/api/users/signin', { ...body, password: 'wrong horse' }));
      await quiet(new Visitor(system.url).post('/api/users/signin', account()));
      await quiet(new Visitor(system.url).post('/api/users/signin', body));
      await quiet(visitor.post('/api/users/signin', body));
    }
  },
};

/** A person changes the password, first with a wrong one, and signs out; in another browser everywhere. Then the account is deleted. */
export const endings: Stimulus = {
  name: 'sessions that end',
  run: async ({ system }, _instances, end) => {
    for (let round = 0; round < 4 && !end.aborted; round++) {
      const [here, there] = [new Visitor(system.url), new Visitor(system.url)];
      const body = account();
      const next = 'another horse, another staple';
      await quiet(here.post('/api/users/signup', body));
      await quiet(here.post('/api/users/password', { current: 'wrong horse', next }));
      await quiet(here.post('/api/users/password', { current: PASSWORD, next }));
      await quiet(there.post('/api/users/signin', { ...body, password: next }));
      await quiet(here.post('/api/users/signout', {}));
      await quiet(there.post('/api/users/signout-everywhere', {}));
      await quiet(there.post('/api/users/signin', { ...body, password: next }));
      await quiet(there.post('/api/tickets', { title: 'Of somebody who leaves', price: 20 }));
      await quiet(there.send('DELETE', '/api/users/me', { password: 'wrong horse' }));
      await quiet(there.send('DELETE', '/api/users/me', { password: next }));
    }
  },
};

/** More people sign up at once than auth hashes passwords at once. */
export const crowd: Stimulus = {
  name: 'a crowd that signs up',
  run: ({ system }) =>
    Promise.all(
      Array.from({ length: 12 }, () => quiet(new Visitor(system.url).post('/api/users/signup', account()))),
    ),
};

/** A person guesses passwords until auth takes no more guesses. */
export const guesses: Stimulus = {
  name: 'guessed passwords',
  run: async ({ system }, _instances, end) => {
    const body = { ...account(), password: 'wrong horse' };
    for (let guess = 0; guess < GUESSES && !end.aborted; guess++)
      await quiet(new Visitor(system.url).post('/api/users/signin', body));
  },
};

/** A person signs in whose password was hashed with the parameters of an older release. */
export const outdatedHash: Stimulus = {
  name: 'an outdated hash',
  run: async ({ system }) => {
    const body = account();
    await new Visitor(system.url).post('/api/users/signup', body);
    const client = await MongoClient.connect(databaseUri(system, 'auth'));
    try {
      await client
        .db()
        .collection('users')
        .updateOne({ email: body.email }, { $set: { passwordHash: OUTDATED_HASH } });
    } finally {
      await client.close();
    }
    await quiet(new Visitor(system.url).post('/api/users/signin', body));
  },
};
