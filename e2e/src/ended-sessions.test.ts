import { setTimeout as sleep } from 'node:timers/promises';
import { RunningSystem } from './testing/running-system.js';
import { Visitor } from './testing/visitor.js';

/** A service asks its own database again after 5 s. The rest is the way over the bus on a busy machine. */
const LIMIT_MS = 30_000;

describe('a session that has ended', () => {
  let running: RunningSystem;
  beforeAll(async () => {
    running = await RunningSystem.start({ instances: { tickets: 2 }, site: false });
  });
  afterAll(() => running.stop());

  const isRefusedBy = async (visitor: Visitor, path: string) => (await visitor.get(path)).status === 401;

  it.each(['signout', 'signout-everywhere'])(
    'is refused by every service after %s, also for a copy of the cookie',
    async (how) => {
      const browser = new Map<string, string>();
      const visitor = await Visitor.signedUp(running.url, undefined, browser);
      const thief = new Visitor(running.url, undefined, new Map(browser));
      const order = '0'.repeat(24);
      const paths = ['/api/tickets?mine=true', '/api/orders', `/api/payments?orderId=${order}`];
      for (const path of paths) expect([path, await isRefusedBy(thief, path)]).toEqual([path, false]);

      expect((await visitor.post(`/api/users/${how}`, {})).status).toBe(200);
      expect((await thief.get('/api/users/currentuser')).body).toEqual({ currentUser: null });
      const until = Date.now() + LIMIT_MS;
      for (const path of paths) {
        while (!(await isRefusedBy(thief, path)) && Date.now() < until) await sleep(250);
        // each of the two instances of tickets has a cache of its own
        for (let i = 0; i < 4; i++) expect([path, await isRefusedBy(thief, path)]).toEqual([path, true]);
      }
    },
  );
});
