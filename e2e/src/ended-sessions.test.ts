import { randomUUID } from 'node:crypto';
import { eventually } from '@ticketing/processes';
import { RunningSystem } from './testing/running-system.js';
import { Visitor } from './testing/visitor.js';

/** A service asks its own database again after 5 s. The rest is the way over the bus on a busy machine. */
const LIMIT_MS = 30_000;

const anAccount = () => ({ email: `${randomUUID()}@example.com`, password: 'correct horse' });

describe('a session that has ended', () => {
  let running: RunningSystem;
  beforeAll(async () => {
    running = await RunningSystem.start({ instances: { tickets: 2 }, site: false });
  });
  afterAll(() => running.stop());

  const isRefusedBy = async (visitor: Visitor, path: string) => (await visitor.get(path)).status === 401;

  it.each([
    ['its sign-out, also for a copy of the cookie', 'signout'],
    ['a new sign-in in its browser', 'signin'],
    ['a sign-out everywhere in another', 'signout-everywhere'],
    ['a change of the password in another', 'password'],
  ])('is refused by every service after %s', async (_what, how) => {
    const browser = new Map<string, string>();
    const account = anAccount();
    const first = new Visitor(running.url, undefined, browser);
    expect((await first.post('/api/users/signup', account)).status).toBe(201);
    const thief = new Visitor(running.url, undefined, new Map(browser));
    const isElsewhere = how === 'signout-everywhere' || how === 'password';
    const visitor = isElsewhere ? new Visitor(running.url) : first;
    if (isElsewhere) expect((await visitor.post('/api/users/signin', account)).status).toBe(200);
    const order = '0'.repeat(24);
    const paths = ['/api/tickets?mine=true', '/api/orders', `/api/payments?orderId=${order}`];
    for (const path of paths) expect([path, await isRefusedBy(thief, path)]).toEqual([path, false]);

    const bodies: Record<string, object> = {
      password: { current: account.password, next: 'another horse' },
      signin: account,
    };
    expect((await visitor.post(`/api/users/${how}`, bodies[how] ?? {})).status).toBe(200);
    expect((await thief.get('/api/users/currentuser')).body).toEqual({ currentUser: null });
    for (const path of paths) {
      // each of the two instances of tickets has a cache of its own
      await eventually(async () => {
        for (let i = 0; i < 4; i++) expect([path, await isRefusedBy(thief, path)]).toEqual([path, true]);
      }, LIMIT_MS);
      // the session that asked for the end of the others goes on, and so does the new one
      expect([path, await isRefusedBy(visitor, path)]).toEqual([path, how === 'signout']);
    }
  });
});
