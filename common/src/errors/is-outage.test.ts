import mongoose from 'mongoose';
import { isOutage } from './is-outage.js';

const named = (name: string, message = 'x') => Object.assign(new Error(message), { name });

describe('isOutage', () => {
  it.each([
    new mongoose.Error.MongooseServerSelectionError('no server'),
    named('MongoNetworkError'),
    named('MongoNetworkTimeoutError'),
    named('MongoServerSelectionError'),
    named('MongoPoolClearedError'),
    named('MaxRetriesPerRequestError'),
    named('ReplyError', 'LOADING Redis is loading the dataset in memory'),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    Object.assign(named('MongoServerError', 'shutting down'), { code: 91 }),
    new Error('wrapped', { cause: named('MongoNetworkError') }),
  ])('counts $name: $message as an outage', (error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    new Error('a bug'),
    new TypeError('x is undefined'),
    named('VersionError'),
    named('ValidationError'),
    Object.assign(named('MongoServerError', 'duplicate'), { code: 11000 }),
    'text',
    null,
  ])('does not count %s as an outage', (error) => {
    expect(isOutage(error)).toBe(false);
  });
});
