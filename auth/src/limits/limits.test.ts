import { TooManyRequestsError } from '@ticketing/common/errors';
import mongoose from 'mongoose';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, signIn, signUp, statuses } from '../testing/requests.js';
import { Limits } from './limits.js';

authDatabase();
const api = authApi({ failuresPerAddress: 20 });

const VICTIM = 'victim@example.com';
const HOME = '198.51.100.7';
const wrong = { email: VICTIM, password: 'a wrong guess' };
const account = (index: number) => `user${index}@example.com`;
const attacker = (index: number) => `203.0.113.${index}`;

describe('guesses at one account from one address', () => {
  it.each([
    ['an account', true],
    ['no account', false],
  ])('are refused after ten when there is %s', async (_, exists) => {
    if (exists) await signUp(api, { email: VICTIM });
    for (let tries = 0; tries < 10; tries++) await signIn(api, wrong).expect(400);
    const res = await signIn(api, wrong).expect(429);
    const { 'retry-after': retryAfter = '' } = res.headers as Record<string, string>;
    expect(Number(retryAfter)).toBeGreaterThan(14 * 60);
    expect(Number(retryAfter)).toBeLessThanOrEqual(15 * 60);
    expect(res.body).toEqual({
      errors: [{ message: 'Too many attempts. Try again in 15 minutes' }],
    });
    expect(res.headers['set-cookie']).toBeUndefined();
  });

  it('are refused even with the right password or another spelling of the address', async () => {
    await signUp(api, { email: VICTIM });
    await statuses(10, () => signIn(api, wrong));
    await signIn(api, { email: VICTIM }).expect(429);
    await signIn(api, { email: ' Victim@EXAMPLE.com' }).expect(429);
  });

  it('cannot exceed the limit when they come at the same time', async () => {
    await signUp(api, { email: VICTIM });
    expect(await statuses(30, () => signIn(api, wrong))).toEqual({ 400: 10, 429: 20 });
  });

  it('count together for all addresses of one /64', async () => {
    const counts = await statuses(20, (index) =>
      signIn(api, { ...wrong, address: `2001:db8:0:1::${index + 1}` }),
    );
    expect(counts).toEqual({ 400: 10, 429: 10 });
    await signIn(api, { ...wrong, address: '2001:db8:0:2::1' }).expect(400);
  });

  it('are counted for the address that the proxy in front reports', async () => {
    const counts = await statuses(15, (index) =>
      signIn(api, { ...wrong, address: `192.0.2.${index}, ${attacker(1)}` }),
    );
    expect(counts).toEqual({ 400: 10, 429: 5 });
  });
});

it('gives successful attempts back, so frequent sign-ins are not refused', async () => {
  await signUp(api, { email: VICTIM });
  for (let times = 0; times < 12; times++) await signIn(api, { email: VICTIM }).expect(200);
  expect(await statuses(15, () => signIn(api, wrong))).toEqual({ 400: 10, 429: 5 });
});

describe('guesses from one address over many accounts', () => {
  it('are refused after the limit of the service', async () => {
    const counts = await statuses(30, (index) =>
      signIn(api, { ...wrong, email: account(index), address: attacker(1) }),
    );
    expect(counts).toEqual({ 400: 20, 429: 10 });
    await signIn(api, { ...wrong, email: account(99), address: attacker(2) }).expect(400);
  });

  it('do not count against a known browser at that address', async () => {
    const victim = await signUp(api, { email: VICTIM, address: HOME });
    await statuses(20, (index) => signIn(api, { ...wrong, email: account(index), address: HOME }));
    await signIn(api, { email: VICTIM, address: HOME }).expect(429);
    await signIn(api, { email: VICTIM, address: HOME, cookie: cookieOf(victim, 'device') }).expect(200);
  });
});

describe('guesses at one account from many addresses', () => {
  /** Makes 110 guesses. Most of them are only counted, which saves the time for their hashes. */
  async function attack() {
    const limits = new Limits({ signUpsPerHour: 1, failuresPerAddress: 1 });
    const counted = Array.from({ length: 90 }, (_, index) =>
      limits.countSignIn({ email: VICTIM, address: attacker(index), knownDevice: undefined }),
    );
    await Promise.all(counted);
    return statuses(20, (index) => signIn(api, { ...wrong, address: attacker(100 + index) }));
  }

  it('are refused after a hundred, but not from a known browser anywhere', async () => {
    const victim = await signUp(api, { email: VICTIM, address: HOME });
    expect(await attack()).toEqual({ 400: 10, 429: 10 });
    await signIn(api, { email: VICTIM, address: attacker(200) }).expect(429);
    const cookie = cookieOf(victim, 'device');
    await signIn(api, { email: VICTIM, address: HOME, cookie }).expect(200);
    await signIn(api, { email: VICTIM, address: attacker(1), cookie }).expect(200);
  });

  it('have the same limit when there is no such account', async () => {
    expect(await attack()).toEqual({ 400: 10, 429: 10 });
  });
});

it('does not count refused attempts of one address against the account', async () => {
  await signUp(api, { email: VICTIM, address: HOME });
  expect(await statuses(110, () => signIn(api, { ...wrong, address: attacker(1) }))).toEqual({
    400: 10,
    429: 100,
  });
  await signIn(api, { email: VICTIM, address: attacker(2) }).expect(200);
  await signIn(api, { email: account(1), address: attacker(1) }).expect(400);
});

it('touches no other count when the narrowest limit refuses', async () => {
  // a flood of refused attempts could otherwise use up the account for a moment
  await statuses(10, () => signIn(api, wrong));
  const counting = jest.spyOn(mongoose.mongo.Collection.prototype, 'findOneAndUpdate');
  await signIn(api, wrong).expect(429);
  const keys = counting.mock.calls.map(([{ key }]) => String(key).split(':')[0]);
  counting.mockRestore();
  expect(keys).toEqual(['pair', 'pair']);
});

it('does not count attempts that the account refuses against the address', async () => {
  const limits = new Limits({ signUpsPerHour: 1, failuresPerAddress: 5 });
  const attempt = (email: string, address: string) =>
    limits.countSignIn({ email, address, knownDevice: undefined });
  await Promise.all(Array.from({ length: 100 }, (_, index) => attempt(VICTIM, attacker(index))));
  for (let tries = 0; tries < 8; tries++) {
    await expect(attempt(VICTIM, HOME)).rejects.toThrow(TooManyRequestsError);
  }
  await expect(attempt(account(1), HOME)).resolves.toBeDefined();
});

it('refuses every sign-in while nothing can be counted', async () => {
  await signUp(api, { email: VICTIM });
  jest
    .spyOn(mongoose.mongo.Collection.prototype, 'findOneAndUpdate')
    .mockRejectedValue(new Error('no database'));
  const answer = await signIn(api, { email: VICTIM }).expect(500);
  expect(answer.body).toEqual({ errors: [{ message: 'Something went wrong' }] });
  jest.restoreAllMocks();
  await signIn(api, { email: VICTIM }).expect(200);
});
