import { setTimeout as sleep } from 'node:timers/promises';
import { verify } from '@node-rs/argon2';
import { eventually } from '@ticketing/testing';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { PASSWORD, signIn, signUp } from '../testing/requests.js';

jest.mock('@node-rs/argon2', () => {
  const actual = jest.requireActual<typeof import('@node-rs/argon2')>('@node-rs/argon2');
  return { ...actual, verify: jest.fn() };
});

authDatabase();
const api = authApi({ failuresPerAddress: 1000 });

/** The passwords whose comparison has begun. Each comparison waits until it is told to end. */
const begun: string[] = [];
const ends: (() => void)[] = [];

beforeEach(() => {
  begun.length = 0;
  jest.mocked(verify).mockImplementation((_hash, password) => {
    begun.push(String(password));
    return new Promise((resolve) => ends.push(() => resolve(password === PASSWORD)));
  });
});

/** Makes guesses at many accounts from one address. */
function crowd(size: number) {
  return Array.from({ length: size }, (_, index) =>
    signIn(api, { email: `user${index}@example.com`, password: 'a wrong guess', address: '203.0.113.1' }),
  );
}

it('somebody elsewhere is served next, however many of one address wait', async () => {
  await signUp(api);
  const all = crowd(20).map((request) => request.then(({ status }) => status));
  await eventually(() => expect(begun).toHaveLength(3));
  await sleep(700); // the others wait in line by now
  const honest = signIn(api).then(({ status }) => status);
  await sleep(300);
  for (const expected of [4, 5]) {
    ends.shift()?.();
    await eventually(() => expect(begun).toHaveLength(expected));
  }
  expect(begun.slice(3)).toContain(PASSWORD);
  const ending = setInterval(() => ends.splice(0).forEach((end) => end()), 5);
  expect(await honest).toBe(200);
  expect(await Promise.all(all)).toEqual(Array(20).fill(400));
  clearInterval(ending);
});

it('a sign-in that would wait too long is refused with the time to wait', async () => {
  const answers = crowd(5).map((request) => request.then((answer) => answer));
  const refused = await Promise.race(answers);
  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '3' } });
  const message = expect.stringMatching(/Nothing has been changed. Please try again/) as string;
  expect(refused.body).toEqual({ errors: [{ message }] });
  await sleep(500); // the other one that waits is refused as well
  for (const end of ends.splice(0)) end();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([400, 400, 400, 503, 503]);
});

it('the passwords of clients that have left are not compared', async () => {
  const requests = crowd(8);
  const answers = requests.map((request) =>
    request.then(
      ({ status }) => status,
      () => 'left',
    ),
  );
  await eventually(() => expect(begun).toHaveLength(3));
  await sleep(300); // the others wait in line by now
  for (const request of requests) request.abort();
  await sleep(300);
  for (const end of ends.splice(0)) end();
  expect(await Promise.all(answers)).toEqual(Array(8).fill('left'));
  await sleep(100);
  expect(begun).toHaveLength(3);
});
