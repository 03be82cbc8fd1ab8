import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { actionIdsOf } from './testing/action-ids.js';
import { RunningSystem } from './testing/running-system.js';

const COUNT = 300;
const PATHS = ['/', '/tickets/new', '/api/orders', '/api/none', '/_next/hmr', '/none'];
const counted = existsSync('/proc/self/fd');
if (!counted)
  console.log('Skipped: the descriptors of a process are counted in /proc, which this machine does not have');

let running: RunningSystem;
beforeAll(async () => {
  running = await RunningSystem.start({ instances: {} });
}, 120_000);
afterAll(() => running.stop(), 60_000);

const descriptors = (pid: number | undefined) => readdirSync(`/proc/${pid}/fd`).length;

/** Sends bytes, and never closes the connection. Resolves to all that came, when the server has closed it. */
async function answerTo(port: number, bytes: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  socket.write(bytes);
  const answer = await text(socket);
  socket.destroy();
  return answer;
}

(counted ? it : it.skip).each(['gateway', 'client'])(
  'leaves no descriptor open in the %s after WebSockets',
  async (name) => {
    const { pid, port } = running.system.process(name);
    const offer = (index: number) =>
      answerTo(
        port,
        `GET ${PATHS[index % PATHS.length]} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
    await offer(0);
    const before = descriptors(pid);
    const answers = await Promise.all(Array.from({ length: COUNT }, (_, index) => offer(index)));
    expect(answers.every((answer) => answer.startsWith('HTTP/1.1 404 '))).toBe(true);
    expect(descriptors(pid)).toBeLessThan(before + 10);
  },
);

it('refuses in the server of the site what Next.js cannot answer', async () => {
  const { port } = running.system.process('client');
  expect(await answerTo(port, 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /);
  expect(await answerTo(port, 'GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
});

it.each(['/', '/healthz', '/tickets/none', '/_next/static/none'])(
  'asks for https on %s over https alone',
  async (path) => {
    const url = `http://127.0.0.1:${running.system.process('client').port}${path}`;
    const asked = async (protocol: string) =>
      (await fetch(url, { headers: { 'x-forwarded-proto': protocol } })).headers.get(
        'strict-transport-security',
      );
    expect(await asked('https')).toBe('max-age=31536000; includeSubDomains');
    expect(await asked('http')).toBeNull();
  },
);

it('answers 400 to arguments that no form sends, and 409 to a call of an action that it does not have', async () => {
  const { port } = running.system.process('client');
  const call = async (id: string | undefined, body: string) => {
    const headers = { 'next-action': id ?? '', origin: `http://127.0.0.1:${port}` };
    return (await fetch(`http://127.0.0.1:${port}/tickets/new`, { method: 'POST', body, headers })).status;
  };
  const { createTicketAction } = actionIdsOf(join(__dirname, '../../client'));
  for (const body of ['junk', '[]', '["$F1"]']) {
    expect(await call(createTicketAction, body)).toBe(400);
    expect(await call('60'.repeat(21), body)).toBe(409);
  }
});

it('tells the page of another build that its action is not there, and leaves no stack in the log', async () => {
  const origin = `http://127.0.0.1:${running.system.process('client').port}`;
  for (const id of ['60'.repeat(21), '%00']) {
    const headers = { 'next-action': id, origin };
    const answer = await fetch(`${origin}/tickets/new`, { method: 'POST', body: '[]', headers });
    expect(answer.headers.get('x-nextjs-action-not-found')).toBe('1');
  }
  expect(await running.logs()).not.toMatch(/\n\s+at /);
});
