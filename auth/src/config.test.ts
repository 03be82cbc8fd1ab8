import { readConfig } from './config.js';

const saved = process.env;
afterEach(() => (process.env = saved));

it('has limits by default', () => {
  process.env = { MONGO_URI: 'mongodb://localhost/auth', JWT_KEY: 'k'.repeat(32) };
  expect(readConfig()).toMatchObject({
    SIGNUPS_PER_HOUR: 100,
    SIGNIN_FAILURES_PER_ADDRESS: 100,
    COOKIE_SECURE: true,
  });
});

it('names every bad setting at once', () => {
  process.env = { JWT_KEY: 'short', SIGNUPS_PER_HOUR: '-1', SIGNIN_FAILURES_PER_ADDRESS: 'many' };
  for (const name of ['MONGO_URI', 'JWT_KEY', 'SIGNUPS_PER_HOUR', 'SIGNIN_FAILURES_PER_ADDRESS']) {
    expect(readConfig).toThrow(name);
  }
});
