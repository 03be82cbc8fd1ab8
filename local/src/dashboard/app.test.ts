import { eventually } from '@ticketing/processes';
import { FakeDashboard } from './testing/fake-dashboard.js';
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

  it('has every page of the menu, though this system has no bus, no databases and no Redis', async () => {
    for (const { path, name } of PAGES) {
      const { status, body } = await dashboard.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).toContain(`<h1>${name}</h1>`);
    }
  });

  it('survives paths that cannot be read, and forms that are too large', async () => {
    expect((await kill({ more: 'x'.repeat(100_000) })).status).toBe(413);
    expect((await dashboard.get('/%E0%A4%A')).status).toBe(404);
    expect((await dashboard.get('/')).status).toBe(200);
  });
});

it('closes when the system stops', async () => {
  const dashboard = new FakeDashboard();
  await dashboard.open();
  await dashboard.close();
  await expect(dashboard.get('/')).rejects.toThrow('ECONNREFUSED');
});
