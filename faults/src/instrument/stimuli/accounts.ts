import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { Visitor } from '@ticketing/e2e/testing';
import { quiet, type Stimulus } from './stimulus.js';

const PASSWORD = 'correct horse';
/** `PASSWORD` as an older release might have hashed it: cheaper than auth does today (argon2id, 8 KiB, once). */
const OUTDATED_HASH =
  '$argon2id$v=19$m=8,t=1,p=1$Ixz6ASJRobXuZD7KXgHOAA$SQzzzIWzg3tvWtYcnhUP4IQ5VWmjSr2QUEGvAQCwB0E';
/** One more than auth allows for one account from one address. */
const GUESSES = 11;

const account = () => ({ email: `${randomUUID()}@example.com`, password: PASSWORD });

/** Somebody signs up and in, once with a wrong password, and once to an account there is not. */
export const credentials: Stimulus = async ({ system }, _instance, end) => {
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
};

/** More sign up at once than passwords are hashed at once. */
export const crowd: Stimulus = ({ system }) =>
  Promise.all(
    Array.from({ length: 12 }, () => quiet(new Visitor(system.url).post('/api/users/signup', account()))),
  );

/** Somebody guesses passwords until no more guesses are taken. */
export const guesses: Stimulus = async ({ system }, _instance, end) => {
  const body = { ...account(), password: 'wrong horse' };
  for (let guess = 0; guess < GUESSES && !end.aborted; guess++)
    await quiet(new Visitor(system.url).post('/api/users/signin', body));
};

/** Somebody signs in whose password was hashed by parameters of former times. */
export const outdatedHash: Stimulus = async ({ system }) => {
  const body = account();
  await new Visitor(system.url).post('/api/users/signup', body);
  const client = await MongoClient.connect(system.state().mongo.auth);
  try {
    await client
      .db()
      .collection('users')
      .updateOne({ email: body.email }, { $set: { passwordHash: OUTDATED_HASH } });
  } finally {
    await client.close();
  }
  await quiet(new Visitor(system.url).post('/api/users/signin', body));
};
