import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@ticketing/processes';
import { StanSuite } from './testing/stan-suite.js';
import { within } from './testing/wait.js';

const PROGRAM = join(__dirname, '../bin/nats-streaming-server');

// These tests hold the stand-in's own messages, so they do not apply to the real server.
const describeStandIn = process.env['TICKETING_NATS_STREAMING'] ? describe.skip : describe;
if (process.env['TICKETING_NATS_STREAMING']) {
  process.stderr.write('Skipped the tests of the program: TICKETING_NATS_STREAMING names another server\n');
}

describeStandIn('the program nats-streaming-server', () => {
  const suite = new StanSuite();
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  async function run(...args: string[]): Promise<{ code: unknown; output: string }> {
    const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = once(child, 'close');
    const [code] = (await within(5_000, 'end of the program', ended).finally(() =>
      child.kill(),
    )) as unknown[];
    return { code, output };
  }

  it('prints its version and its flags', async () => {
    expect(await run('-v')).toEqual({ code: 0, output: expect.stringMatching(/version \d/) as string });
    expect(await run('--help')).toEqual({ code: 0, output: expect.stringContaining('-cid') as string });
  });

  it('reports a wrong flag in one line', async () => {
    expect(await run('-bogus')).toEqual({
      code: 1,
      output: 'nats-streaming-server: flag provided but not defined: -bogus\n',
    });
  });

  it('reports in one line that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const log = join(suite.directory(), 'log');
    const { code, output } = await run('-a', '127.0.0.1', '-p', String(port), '-l', log);
    other.close();
    expect(code).toBe(1);
    expect(output).toMatch(/^.*EADDRINUSE.*\n$/);
  });

  it('refuses the data of another cluster', async () => {
    const dir = suite.directory();
    const server = await suite.server({ dir, clusterId: 'one' });
    await server.stop();
    const flags = [
      '-st',
      'FILE',
      '-dir',
      dir,
      '-cid',
      'two',
      '-a',
      '127.0.0.1',
      '-p',
      String(await freePort()),
    ];
    const { code, output } = await run(...flags);
    expect(code).toBe(1);
    expect(output).toMatch(/Cluster ID "two" does not match recovered value of "one"\n$/);
  });

  it('exits with 0 on SIGTERM and frees its port, even with clients connected', async () => {
    const port = await freePort();
    const log = join(suite.directory(), 'log');
    const child = spawn(PROGRAM, ['-a', '127.0.0.1', '-p', String(port), '-l', log]);
    const ended = once(child, 'close');
    try {
      await listening(port);
      const { RawNats } = await import('./testing/raw-nats.js');
      const raw = await RawNats.connect(port);
      child.kill('SIGTERM');
      expect(await within(3_000, 'end', ended)).toEqual([0, null]);
      await raw.untilClosed();
      const successor = createServer().listen(port, '127.0.0.1');
      await once(successor, 'listening');
      successor.close();
    } finally {
      child.kill('SIGKILL');
    }
    expect(readFileSync(log, 'utf8')).toMatch(/\[INF\] STREAM: Streaming Server is ready/);
  });

  it('cuts off an unfinished write, logs it, and keeps all acknowledged messages', async () => {
    const dir = suite.directory();
    const log = join(suite.directory(), 'log');
    const server = await suite.server({ dir, flags: ['-l', log] });
    const client = await suite.client(server);
    await client.publishAll('order:created', ['1', '2']);
    client.crash();
    await server.kill();
    const channel = join(dir, 'channels', 'order%3Acreated');
    for (const file of [join(channel, readdirSync(channel)[0] ?? ''), join(dir, 'state.log')])
      appendFileSync(file, Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5, 6]));
    await server.start();
    expect(readFileSync(log, 'utf8').match(/\[WRN\] .*cut off 10 bytes/g)).toHaveLength(2);
    const subscription = await (await suite.client(server)).subscribe('order:created', { start: 'first' });
    await subscription.messages(2);
    expect(subscription.data()).toEqual(['1', '2']);
  });

  async function listening(port: number): Promise<void> {
    const { connect } = await import('node:net');
    for (const deadline = Date.now() + 5_000; Date.now() < deadline;) {
      const socket = connect(port, '127.0.0.1');
      const connected = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      socket.destroy();
      if (connected) return;
    }
    throw new Error(`nobody listens on ${port}`);
  }
});
