import { eventually } from '@ticketing/processes';
import { FakeDashboard } from './testing/fake-dashboard.js';
import { Notices } from './web/notices.js';
import { PAGES } from './web/layout.js';

describe('the dashboard', () => {
  const dashboard = new FakeDashboard();
  beforeAll(() => dashboard.open());
  afterAll(() => dashboard.close());

  const pidOf = (name: string) => dashboard.system.process(name).pid;
  const kill = (fields?: Record<string, string>, headers?: Record<string, string>) =>
    dashboard.press('/', '/processes/service/kill', fields, headers);

  it.each(['evil.example', 'evil.example:80', 'localhost', 'localhost:1', '127.0.0.1.evil.example'])(
    'refuses a request that names the host "%s"',
    async (host) => {
      for (const path of ['/', '/logs', '/assets/dashboard.js'])
        expect((await dashboard.send('GET', path, { host })).status).toBe(403);
    },
  );

  it('answers to each name of this machine', async () => {
    const [, port] = dashboard.host.split(':');
    for (const name of ['localhost', 'LOCALHOST', '127.0.0.1', '[::1]'])
      expect((await dashboard.send('GET', '/', { host: `${name}:${port}` })).status).toBe(200);
  });

  it.each([
    ['of another origin', {}, { origin: 'http://evil.example' }],
    ['of another port of this machine', {}, { origin: 'http://localhost:3000' }],
    ['of no origin that a browser names', {}, { origin: 'null' }],
    ['that the browser calls cross-site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['that the browser calls same-site', {}, { 'sec-fetch-site': 'same-site' }],
    ['without the token', { token: '' }, {}],
    ['with another token', { token: 'a'.repeat(43) }, {}],
    ['with a token that is no field of a form', {}, { 'content-type': 'text/plain' }],
  ])('refuses a form %s, and changes nothing', async (_what, fields, headers) => {
    const before = pidOf('service');
    expect((await kill(fields, headers)).status).toBe(403);
    expect(pidOf('service')).toBe(before);
  });

  it('changes nothing by GET', async () => {
    const before = dashboard.system.processNames().map(pidOf);
    for (const name of ['service', 'database'])
      for (const what of ['kill', 'stop', 'start'])
        expect((await dashboard.get(`/processes/${name}/${what}`)).status).toBe(404);
    expect(dashboard.system.processNames().map(pidOf)).toEqual(before);
  });

  it('kills a process, which then runs again, and counts that', async () => {
    const before = pidOf('service');
    expect(await kill()).toMatchObject({ status: 303, headers: { location: '/' } });
    await eventually(() => {
      const { pid, state, restarts } = dashboard.system.process('service');
      expect([state, restarts]).toEqual(['running', 1]);
      expect(pid).not.toBe(before);
    });
    expect((await dashboard.get('/')).body).toContain('service was killed');
  });

  it('stops a process until it is started again', async () => {
    await dashboard.press('/', '/processes/service/stop');
    await eventually(() => expect(dashboard.system.process('service').state).toBe('stopped'));
    await eventually(async () => expect((await dashboard.get('/')).body).toContain('service has stopped'));
    await dashboard.press('/', '/processes/service/start');
    await eventually(() => expect(dashboard.system.process('service').state).toBe('running'));
  });

  it('says why a process could not be started', async () => {
    await dashboard.system.process('service').stop();
    const { writeFileSync, rmSync } = await import('node:fs');
    writeFileSync(dashboard.fake.broken, '');
    await dashboard.press('/', '/processes/service/start');
    await eventually(async () =>
      expect((await dashboard.get('/')).body).toMatch(/service could not be started: .*MONGO_URI/s),
    );
    rmSync(dashboard.fake.broken);
    await dashboard.system.process('service').start();
  });

  it('does not know other processes and other buttons', async () => {
    expect((await dashboard.press('/', '/processes/nobody/kill')).status).toBe(404);
    expect((await dashboard.press('/', '/processes/service/explode')).status).toBe(404);
  });

  it('lets a page load nothing from elsewhere and run no script of its own', async () => {
    const { headers, body } = await dashboard.get('/');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(body).not.toMatch(/<script(?![^>]* src="\/assets\/)|style="|\son\w+="/);
  });

  it('sends its files and nothing else from the disk', async () => {
    expect((await dashboard.get('/assets/dashboard.js')).headers['content-type']).toMatch(/javascript/);
    for (const path of ['/assets/../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/assets/'])
      expect((await dashboard.get(path)).status).toBe(404);
  });

  it('shows each path that is not there as a text', async () => {
    const { status, body } = await dashboard.get('/%3Cscript%3Ealert(1)%3C/script%3E');
    expect(status).toBe(404);
    expect(body).not.toContain('<script>alert');
  });

  it('says in words that a page cannot be shown, and goes on, where there is no bus, no database and no Redis', async () => {
    const needy = new Map([
      ['/timers', /<h1>Timers<.*Not shown: Redis: /s],
      ['/outboxes', /<h1>Outboxes<.*the database of payments: .*(?:ENOTFOUND|EAI_AGAIN)/s],
      ['/data', /<h1>Data<.*the database of payments: .*(?:ENOTFOUND|EAI_AGAIN)/s],
    ]);
    for (const { path, name } of PAGES) {
      const { status, body } = await dashboard.get(path);
      const reason = needy.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).toMatch(reason ?? `<h1>${name}</h1>`);
    }
    const { body } = await dashboard.get('/lessons/invariants');
    expect(body.split('? unknown')).toHaveLength(8);
  });

  it('does not empty a Redis that the system has not started', async () => {
    await dashboard.press('/lessons', '/lessons/empty-redis');
    expect((await dashboard.get('/lessons')).body).toContain('so it is not emptied');
  });

  it('streams new lines of the logs, as text', async () => {
    const response = await fetch(`http://127.0.0.1:${dashboard.system.dashboardPort}/logs/tail?text=needle`);
    const reader = response.body!.getReader();
    dashboard.system.lines.add('service', 'hay');
    dashboard.system.lines.add('service', 'needle <script>\r\ndata: x');
    const { value } = await reader.read();
    const text = new TextDecoder().decode(value);
    expect(text).toContain('needle &lt;script&gt;');
    expect(text).not.toContain('hay');
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('data: '))).toEqual([]);
    await reader.cancel();
  });

  describe('that takes traces', () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      dashboard.send('POST', '/v1/traces', { 'content-type': 'application/json', ...headers }, body);

    it('takes spans without a token: services send them', async () => {
      const { status, body } = await post('{"resourceSpans":[]}');
      expect([status, body]).toEqual([200, '{}']);
    });

    it.each([
      ['of another host', { host: 'evil.example' }, 403],
      ['of a page of another origin', { origin: 'http://evil.example' }, 403],
      ['that are no JSON', { 'content-type': 'text/plain' }, 415],
    ])('refuses spans %s', async (_what, headers, status) => {
      expect((await post('{"resourceSpans":[]}', headers)).status).toBe(status);
    });

    it.each(['{', '[]', 'null', '{"resourceSpans":7}'])('refuses what is no traces: %s', async (body) => {
      expect((await post(body)).status).toBe(400);
      expect((await dashboard.get('/traces')).status).toBe(200);
    });
  });

  it('survives paths that cannot be read, and forms that are too large', async () => {
    expect((await kill({ more: 'x'.repeat(100_000) })).status).toBe(413);
    expect((await dashboard.get('/%E0%A4%A')).status).toBe(404);
    expect((await dashboard.get('/')).status).toBe(200);
  });
});

describe('a dashboard that only shows', () => {
  const dashboard = new FakeDashboard();
  const notices = new Notices();
  beforeAll(() => dashboard.open({ watchOnly: true, notices }));
  afterAll(() => dashboard.close());

  it('has no button that changes something, and says what somebody else does', async () => {
    const end = notices.hold('somebody breaks <it>');
    for (const path of ['/', '/lessons', '/dead-letters']) {
      const { status, body } = await dashboard.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).not.toContain('method="post"');
      expect(body).toContain('somebody breaks &lt;it&gt;');
    }
    end();
    expect((await dashboard.get('/')).body).not.toContain('somebody breaks');
  });

  it.each([
    '/processes/service/kill',
    '/processes/service/stop',
    '/lessons/empty-redis',
    '/dead-letters/replay',
  ])('refuses %s, with whatever token', async (action) => {
    const before = dashboard.system.process('service').pid;
    for (const token of ['', 'undefined', 'a'.repeat(43)])
      expect((await dashboard.press('/', action, { token })).status).toBe(403);
    expect(dashboard.system.process('service').pid).toBe(before);
  });
});

it('closes when the system stops', async () => {
  const dashboard = new FakeDashboard();
  await dashboard.open();
  await dashboard.close();
  await expect(dashboard.get('/')).rejects.toThrow('ECONNREFUSED');
});
