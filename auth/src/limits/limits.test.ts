import { TooManyRequestsError } from '@ticketing/common/errors';
import mongoose from 'mongoose';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, signIn, signUp, statuses } from '../testing/requests.js';
import { clientNetworks } from './client-networks.js';
import { Limits } from './limits.js';

authDatabase();
const api = authApi({ failuresPerAddress: 20 });

const VICTIM = 'victim@example.com';
const HOME = '198.51.100.7';
const wrong = { email: VICTIM, password: 'a wrong guess' };
const account = (index: number) => `user${index}@example.com`;
const attacker = (index: number) => `203.0.113.${index}`;
/** Addresses that have no block in common. */
const farAttacker = (index: number) => `10.${index >> 8}.${index & 255}.1`;

// only the date is false, so that minutes pass at once; timers and the database go on
const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
] as const;
const TIMERS = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
beforeEach(() => void jest.useFakeTimers({ now: Date.now(), doNotFake: [...REAL, ...TIMERS] }));
afterEach(() => void jest.useRealTimers());
const pass = (seconds: number) => void jest.setSystemTime(Date.now() + seconds * 1000);

const held: number[] = [];
const limits = () =>
  new Limits({
    signUpsPerHour: 5,
    failuresPerAddress: 20,
    holdSeconds: 2,
    hold: (ms) => {
      held.push(ms);
      return Promise.resolve();
    },
  });
beforeEach(() => void (held.length = 0));

/** Counts an attempt without the time for its hash. It returns 0, or the seconds until the next attempt. */
async function attempt(on: Limits, address: string, email = VICTIM): Promise<number> {
  const caller = { networks: clientNetworks({ ip: address } as Parameters<typeof clientNetworks>[0]) };
  return on.countSignIn({ email, caller, knownDevice: undefined }).then(
    () => 0,
    (error: unknown) => {
      if (!(error instanceof TooManyRequestsError)) throw error;
      return Number(error.headers['retry-after']);
    },
  );
}

async function passed(times: number, make: (index: number) => Promise<number>): Promise<number> {
  let count = 0;
  for (let index = 0; index < times; index++) if ((await make(index)) === 0) count++;
  return count;
}

describe('guesses at one account from one address', () => {
  it.each([
    ['an account', true],
    ['no account', false],
  ])('are refused for a minute after ten when there is %s', async (_, exists) => {
    if (exists) await signUp(api, { email: VICTIM, address: HOME });
    for (let tries = 0; tries < 10; tries++) await signIn(api, wrong).expect(400);
    const res = await signIn(api, wrong).expect(429);
    const { 'retry-after': retryAfter = '' } = res.headers as Record<string, string>;
    expect(Number(retryAfter)).toBeGreaterThan(50);
    expect(Number(retryAfter)).toBeLessThanOrEqual(60);
    expect(res.body).toEqual({
      errors: [{ message: expect.stringMatching(/^Too many attempts/) as string }],
    });
    expect(res.headers['set-cookie']).toBeUndefined();
  });

  it('are refused even with the right password or another spelling of the address', async () => {
    await signUp(api, { email: VICTIM });
    await statuses(10, () => signIn(api, wrong));
    await signIn(api, { email: VICTIM }).expect(429);
    await signIn(api, { email: ' Victim@EXAMPLE.com' }).expect(429);
    pass(60);
    await signIn(api, { email: VICTIM }).expect(200);
  });

  it('cannot exceed the limit when they come at the same time', async () => {
    expect(await statuses(30, () => signIn(api, wrong))).toEqual({ 400: 10, 429: 20 });
  });

  it('are one in a minute afterwards, and are slowed down before that', async () => {
    const on = limits();
    expect(await passed(12, () => attempt(on, HOME))).toBe(10);
    expect(held).toEqual([250, 500, 1000, 2000, 2000, 2000, 2000]);
    for (let minute = 0; minute < 5; minute++) {
      pass(60);
      expect(await passed(10, () => attempt(on, HOME))).toBe(1);
    }
  });

  it('are counted for the address that the proxy in front reports', async () => {
    const counts = await statuses(15, (index) =>
      signIn(api, { ...wrong, address: `192.0.2.${index}, ${attacker(1)}` }),
    );
    expect(counts).toEqual({ 400: 10, 429: 5 });
  });

  it('count together in one /64, and in the end in one /56 and one /48 of IPv6', async () => {
    const on = limits();
    expect(await passed(20, (index) => attempt(on, `2001:db8:0:1::${index + 1}`))).toBe(10);
    pass(3600);
    expect(await passed(40, (index) => attempt(on, `2001:db8:1:${index}::1`))).toBe(31);
    expect(await passed(40, (index) => attempt(on, `2001:db8:2:${(index * 256).toString(16)}::1`))).toBe(31);
    expect(await attempt(on, '2001:db8:3:1::1')).toBe(0);
  });
});

it('gives successful attempts back, so frequent sign-ins are not refused', async () => {
  await signUp(api, { email: VICTIM });
  for (let times = 0; times < 12; times++) await signIn(api, { email: VICTIM }).expect(200);
  expect(await statuses(15, () => signIn(api, wrong))).toEqual({ 400: 10, 429: 5 });
});

describe('guesses from few addresses over many accounts', () => {
  it('are slowed down and then one in a minute', async () => {
    const on = limits();
    const stuff = (index: number) => attempt(on, `198.51.${index % 4}.1`, account(index));
    expect(await passed(360, stuff)).toBe(4 * 21);
    expect(held.length).toBeGreaterThan(0);
    pass(60);
    expect(await passed(40, (index) => stuff(1000 + index))).toBe(4);
  });

  it('count together in an IPv4 block, but a neighbour without failures is not refused', async () => {
    const on = limits();
    const stuff = (index: number) => attempt(on, attacker(index % 10), account(index));
    expect(await passed(150, stuff)).toBeLessThanOrEqual(10 * 2 + 81);
    expect(await attempt(on, attacker(99))).toBe(0);
    expect(held.at(-1)).toBe(2000);
  });

  it('do not count against an owner who has signed in from that address, or in that browser', async () => {
    const victim = await signUp(api, { email: VICTIM, address: HOME });
    await statuses(25, (index) => signIn(api, { ...wrong, email: account(index), address: HOME }));
    await signIn(api, { ...wrong, email: account(99), address: HOME }).expect(429);
    await signIn(api, { email: VICTIM, address: HOME }).expect(200);
    await statuses(25, (index) => signIn(api, { ...wrong, email: account(index), address: attacker(1) }));
    await signIn(api, { email: VICTIM, address: attacker(1) }).expect(429);
    await signIn(api, { email: VICTIM, address: attacker(1), cookie: cookieOf(victim, 'device') }).expect(
      200,
    );
  });
});

describe('guesses at one account from many addresses', () => {
  it('lock no new browser of the owner out', async () => {
    await signUp(api, { email: VICTIM, address: HOME });
    const on = limits();
    const others = () =>
      Promise.all(Array.from({ length: 10 }, (_, index) => attempt(on, farAttacker(index))));
    for (let round = 0; round < 12; round++) await others();
    await signIn(api, { email: VICTIM, address: '192.0.2.200' }).expect(200);
    await statuses(12, () => signIn(api, { ...wrong, address: '192.0.2.201' }));
    const { headers } = await signIn(api, { email: VICTIM, address: '192.0.2.201' }).expect(429);
    expect(Number((headers as Record<string, string>)['retry-after'])).toBeLessThanOrEqual(60);
    pass(60);
    await others();
    await signIn(api, { email: VICTIM, address: '192.0.2.201' }).expect(200);
  });

  it('share one attempt in a minute after each has had 29', async () => {
    const on = limits();
    const round = () => passed(10, (index) => attempt(on, farAttacker(index)));
    let first = 0;
    for (let minute = 0; minute < 20; minute++) {
      for (let tries = 0; tries < (minute === 0 ? 10 : 1); tries++) first += await round();
      pass(60);
    }
    expect(first).toBe(10 * 29);
    let later = 0;
    for (let minute = 0; minute < 10; minute++) {
      later += await round();
      pass(60);
    }
    expect(later).toBe(10);
  });
});

it('does not count refused attempts of one address against others', async () => {
  await signUp(api, { email: VICTIM, address: HOME });
  expect(await statuses(60, () => signIn(api, { ...wrong, address: attacker(1) }))).toEqual({
    400: 10,
    429: 50,
  });
  await signIn(api, { email: VICTIM, address: attacker(2) }).expect(200);
  await signIn(api, { ...wrong, email: account(1), address: attacker(1) }).expect(400);
});

it('touches no wider count when the narrowest limit refuses', async () => {
  // a flood of refused attempts could otherwise use up the account for a moment
  await statuses(10, () => signIn(api, wrong));
  const counting = jest.spyOn(mongoose.mongo.Collection.prototype, 'findOneAndUpdate');
  await signIn(api, wrong).expect(429);
  const keys = counting.mock.calls.map(([{ key }]) => String(key).split(':')[0]);
  counting.mockRestore();
  expect(keys).toEqual(['pair', 'pair', 'pair-pace', 'pair-pace']);
});

it('limits sign-ups per address, and in a wider network', async () => {
  const on = limits();
  const signUpFrom = (ip: string) => {
    const networks = clientNetworks({ ip } as Parameters<typeof clientNetworks>[0]);
    return on.countSignUp({ networks }).then(
      () => 0,
      () => 1,
    );
  };
  expect(await passed(10, () => signUpFrom(HOME))).toBe(5);
  expect(await passed(60, (index) => signUpFrom(`2001:db8:1:${index}::1`))).toBe(20);
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
