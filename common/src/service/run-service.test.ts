import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { eventually, freePort } from '../testing/stand-ins.js';

const DIST = join(__dirname, '../../dist');

/** Runs a service that consists only of `start`, in a process of its own. */
function run(start: string, env: NodeJS.ProcessEnv = {}) {
  const code = `
    const { parseSettings, runService, seconds, serverSettings } = require(${JSON.stringify(`${DIST}/service`)});
    runService('sample', () => parseSettings({ ...serverSettings, NEEDED: seconds({ desc: 'a test' }) }), async (service) => { ${start} });
  `;
  const child = spawn(process.execPath, ['-e', code], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', ...env },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const exit = once(child, 'exit').then(([exitCode]) => exitCode as number | null);
  children.push(child);
  return { child, output, exit };
}

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

const SLOW_APP = `
  const app = (req, res) => setTimeout(() => res.end('done'), 500);
  service.onStop('step one', async () => console.log('one undone'));
  service.onStop('step two', async () => console.log('two undone'));
  await service.listen(app);
`;

const TRACED_APP = `
  const { continueTrace, currentTraceparent } = require(${JSON.stringify(`${DIST}/telemetry`)});
  await service.listen((req, res) => continueTrace(undefined, 'GET', {}, () => res.end(currentTraceparent())));
`;

describe('runService', () => {
  it('names every bad setting in one line and exits with 1', async () => {
    const { output, exit } = run('', { PORT: 'x' });
    expect(await exit).toBe(1);
    expect(output.stderr).toMatch(
      /^sample can't start: Bad settings: .*PORT.*NEEDED is missing \(a test\)\n$/,
    );
  });

  it('gives the reason of a failed start in one line and exits with 1', async () => {
    const { output, exit } = run(`throw new Error('no database at x')`, { NEEDED: '1' });
    expect(await exit).toBe(1);
    expect(output.stderr).toBe("sample can't start: no database at x\n");
  });

  it('names a port that is in use', async () => {
    const PORT = String(await freePort());
    const first = run(SLOW_APP, { NEEDED: '1', PORT });
    await eventually(() => expect(first.output.stdout).toContain('ready'));
    const second = run(SLOW_APP, { NEEDED: '1', PORT });
    expect(await second.exit).toBe(1);
    expect(second.output.stderr).toMatch(new RegExp(`^sample can't start: .*EADDRINUSE.*${PORT}`));
  });

  it('finishes requests in flight and undoes its steps on SIGTERM, and exits with 0', async () => {
    const PORT = String(await freePort());
    const { child, output, exit } = run(SLOW_APP, { NEEDED: '1', PORT });
    await eventually(() => expect(output.stdout).toContain('ready'));
    const answer = fetch(`http://127.0.0.1:${PORT}/`).then((res) => res.text());
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill('SIGTERM');
    expect(await answer).toBe('done');
    expect(await exit).toBe(0);
    expect(output.stdout).toMatch(/two undone\n(.*\n)*one undone/);
  });

  it('undoes its steps and exits with 1 after it gives up', async () => {
    const start = `
      service.onStop('step one', async () => console.log('one undone'));
      setTimeout(() => service.fail(new Error('the bus is lost')), 50);
    `;
    const { output, exit } = run(start, { NEEDED: '1' });
    expect(await exit).toBe(1);
    expect(output.stdout).toContain('the bus is lost');
    expect(output.stdout).toContain('one undone');
  });

  const BUSY_APP = `
    await service.listen((req, res) => res.end('done'));
    console.log('listens');
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000), 100); // takes no connections
  `;
  /** The kernel lets fewer connections wait if this is lower. */
  const most =
    process.platform === 'linux' ? Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')) : 0;
  const mayWait = most >= 2_048;
  if (!mayWait) console.warn('Skipped "lets a crowd wait": this machine lets fewer connections wait');

  (mayWait ? it : it.skip)('lets a crowd wait until it takes new connections', async () => {
    const PORT = String(await freePort());
    const { output } = run(BUSY_APP, { NEEDED: '1', PORT });
    await eventually(() => expect(output.stdout).toContain('listens'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Node's own limit is 511. A connection beyond the limit is tried again by its kernel after a second
    const crowd = Array.from({ length: 1_500 }, () => connect(Number(PORT), '127.0.0.1'));
    try {
      const began = performance.now();
      await Promise.all(crowd.map((socket) => once(socket, 'connect')));
      expect(performance.now() - began).toBeLessThan(1_000);
    } finally {
      for (const socket of crowd) socket.destroy();
    }
  });

  const LOADED = `
    const loaded = () => Object.keys(require.cache).some((file) => file.includes('@opentelemetry/sdk-trace'));
    await service.listen((req, res) => res.end(String(loaded())));
  `;

  it('never loads OpenTelemetry when no traces are wanted', async () => {
    const PORT = String(await freePort());
    const { output } = run(LOADED, { NEEDED: '1', PORT });
    await eventually(() => expect(output.stdout).toContain('ready'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await (await fetch(`http://127.0.0.1:${PORT}/`)).text()).toBe('false');
  });

  it('sends the last traces at the stop', async () => {
    const sent: { url: string | undefined; type: string | undefined; body: string }[] = [];
    const receiver = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        sent.push({ url: req.url, type: req.headers['content-type'], body });
        res.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const PORT = String(await freePort());
    const { child, output, exit } = run(TRACED_APP, {
      NEEDED: '1',
      PORT,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
    });
    await eventually(() => expect(output.stdout).toContain('ready'));
    await eventually(async () =>
      expect(await (await fetch(`http://127.0.0.1:${PORT}/`)).text()).toMatch(/-01$/),
    );
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    receiver.close();
    expect(sent[0]).toMatchObject({ url: '/v1/traces', type: 'application/json' });
    const [resource] = (JSON.parse(sent[0]!.body) as { resourceSpans: object[] }).resourceSpans;
    expect(resource).toMatchObject({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'sample' } }] },
      scopeSpans: [{ spans: expect.arrayContaining([expect.objectContaining({ name: 'GET' })]) as unknown }],
    });
  });

  it('serves, says so once, and stops in time when nobody takes its traces', async () => {
    const [PORT, nobody] = [String(await freePort()), String(await freePort())];
    const { child, output, exit } = run(TRACED_APP, {
      NEEDED: '1',
      PORT,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${nobody}`,
    });
    await eventually(() => expect(output.stdout).toContain('ready'));
    const until = Date.now() + 8_000; // several batches
    while (Date.now() < until) expect((await fetch(`http://127.0.0.1:${PORT}/`)).status).toBe(200);
    const began = Date.now();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(output.stderr).toBe('');
    expect(output.stdout.split('\n').filter((line) => /trace|export|ECONNREFUSED/i.test(line))).toEqual([
      expect.stringContaining('traces cannot be sent'),
    ]);
  });

  it.each([
    [
      'an unhandled rejection',
      `setTimeout(() => Promise.reject(new Error('lost')), 50); setInterval(() => {}, 1000);`,
    ],
    ['an uncaught error', `setTimeout(() => { throw new Error('lost') }, 50); setInterval(() => {}, 1000);`],
  ])('logs %s and exits with 1', async (_what, start) => {
    const { output, exit } = run(start, { NEEDED: '1' });
    expect(await exit).toBe(1);
    expect(output.stdout).toMatch(/"level":"fatal".*lost/);
  });
});
