import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** A server that does what the one of Next.js does: it leaves a connection open that asks for another protocol. */
const SERVER = `
  await import(process.env.GUARD);
  const { createServer } = await import('node:http');
  const server = createServer((req, res) => res.end('page ' + req.url));
  server.on('upgrade', () => undefined);
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.on('message', () => server.getConnections((_, count) => process.send(count)));
`;

let child: ChildProcess;
let port: number;
let complaints: Interface;
const said: string[] = [];

beforeAll(async () => {
  const env = { ...process.env, GUARD: join(__dirname, 'guard.mjs') };
  const args = ['--input-type=module', '-e', SERVER];
  child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  complaints = createInterface({ input: child.stderr! }).on('line', (line) => said.push(line));
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  port = Number(line);
});
beforeEach(() => void (said.length = 0));
afterAll(() => {
  complaints.close();
  child.kill();
});

/** Sends bytes, and never closes the connection. Resolves to all that came, when the server has closed it. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(bytes);
  const answer = await text(socket);
  socket.destroy();
  return answer;
}

async function openConnections(): Promise<number> {
  child.send('count');
  const [count] = (await once(child, 'message')) as [number];
  return count;
}

it('answers 300 WebSockets and leaves no connection open', async () => {
  const bytes = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n';
  const answers = await Promise.all(Array.from({ length: 300 }, () => answerTo(bytes)));
  for (const answer of answers)
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[^]*Connection: close\r\n/);
  expect(await openConnections()).toBe(0);
  expect(said).toEqual([]);
});

it('answers an offer of another protocol with the page, and closes the connection', async () => {
  const offer = 'GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
  expect(await answerTo(offer)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n[^]*page \/a$/);
  expect(await openConnections()).toBe(0);
});

it.each([
  ['a trace', 405, 'TRACE', 'TRACE / HTTP/1.1\r\nHost: x'],
  ['two hosts', 400, 'GET', 'GET / HTTP/1.1\r\nHost: x\r\nHost: x'],
  ['a body with an encoding', 415, 'POST', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip'],
  ['a path that is no text', 400, 'GET', 'GET /tickets/%ff HTTP/1.1\r\nHost: x'],
])('refuses %s and says so once', async (_, status, method, head) => {
  const answer = await answerTo(`${head}\r\n\r\n`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*Content-Security-Policy: default-src 'none'`));
  expect(answer).not.toContain('Strict-Transport-Security');
  expect(said).toEqual([`A request was refused: ${status}, ${method}`]);
});

it('asks for https in a refusal to a browser that came over https', async () => {
  const answer = await answerTo('TRACE / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\n\r\n');
  expect(answer).toContain('Strict-Transport-Security: max-age=31536000');
});

it('lets all other requests through', async () => {
  const plain = 'POST /b HTTP/1.1\r\nHost: x\r\nContent-Encoding: Identity\r\nConnection: close\r\n\r\n';
  expect(await answerTo(plain)).toMatch(/^HTTP\/1\.1 200 [^]*page \/b$/);
  const answer = await answerTo('GET /tickets/%C3%A9?a=%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*page \/tickets\/%C3%A9\?a=%ff$/);
});
