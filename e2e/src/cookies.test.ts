import { formOfPage } from './testing/form-of-page.js';
import { RunningSystem } from './testing/running-system.js';
import { Visitor } from './testing/visitor.js';

const credentials = { email: 'ada@example.com', password: 'correct horse' };

describe('two systems on two ports of one machine', () => {
  let systems: RunningSystem[] = [];
  beforeAll(async () => {
    systems = [
      await RunningSystem.start({ instances: {}, site: false }),
      await RunningSystem.start({ instances: {}, site: false }),
    ];
  });
  afterAll(() => Promise.all(systems.map((system) => system.stop())));

  it('do not sign each other out in one browser', async () => {
    const browser = new Map<string, string>();
    const [one, other] = systems.map(({ url }) => new Visitor(url, undefined, browser));
    const user = async (visitor: Visitor | undefined) =>
      (await visitor?.get<{ currentUser: { email: string } | null }>('/api/users/currentuser'))?.body
        .currentUser?.email;
    expect((await one?.post('/api/users/signup', { ...credentials, email: 'one@example.com' }))?.status).toBe(
      201,
    );
    expect(
      (await other?.post('/api/users/signup', { ...credentials, email: 'other@example.com' }))?.status,
    ).toBe(201);
    expect([await user(one), await user(other)]).toEqual(['one@example.com', 'other@example.com']);
    expect((await one?.post('/api/users/signout', {}))?.status).toBe(200);
    expect([await user(one), await user(other)]).toEqual([undefined, 'other@example.com']);
  });
});

describe('a system over http whose cookies are sent by https only', () => {
  let running: RunningSystem;
  beforeAll(async () => {
    const env = (instance: string): Record<string, string> =>
      instance === 'auth' ? { COOKIE_SECURE: 'true' } : {};
    running = await RunningSystem.start({ instances: {}, interference: { env } });
  });
  afterAll(() => running.stop());

  const remedy = /Open the site by https.*COOKIE_SECURE=false/;

  it('refuses a sign-up with the remedy, stores nothing, and logs it', async () => {
    const answer = await new Visitor(running.url).post('/api/users/signup', credentials);
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringMatching(remedy) as string }] },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await running.logs()).toContain('INSECURE_CONNECTION');
  });

  it.each(['signup', 'signin'])('shows the remedy in the form of the page /auth/%s', async (page) => {
    const url = `${running.url}/auth/${page}`;
    const form = formOfPage(await (await fetch(url)).text(), credentials);
    const answer = await fetch(url, { method: 'POST', body: form, headers: { origin: running.url } });
    const [alert = ''] = /<div role="alert"[^]*?<\/div>/.exec(await answer.text()) ?? [];
    expect(alert).toMatch(remedy);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});
