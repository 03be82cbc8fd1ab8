import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Link } from './link.js';

let server: Server;
let link: Link;
const received: string[] = [];
const clients: Socket[] = [];

beforeEach(async () => {
  received.length = 0;
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received.push(chunk.toString());
      socket.write(`re: ${chunk.toString()}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  link = new Link('orders', 'mongodb-orders');
  await link.open();
  link.leadTo((server.address() as AddressInfo).port);
});

afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy());
  await link.close();
  server.close();
  await once(server, 'close');
});

function client() {
  const socket = connect(link.port, '127.0.0.1');
  clients.push(socket);
  const answers: string[] = [];
  const errors: string[] = [];
  socket.on('data', (chunk) => answers.push(chunk.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const ask = async (text: string) => {
    socket.write(text);
    for (let waited = 0; waited < 200 && answers.length === 0; waited += 10) await sleep(10);
    return answers.splice(0).join('');
  };
  return { closed, ask, answers, errors };
}

it('gives the server other requests than the client has sent, until that ends', async () => {
  const { ask } = client();
  expect(await ask('take')).toBe('re: take');
  link.rewriteRequests((chunk) => Buffer.from(chunk.toString().replace('take', 'gone')));
  expect(await ask('take')).toBe('re: gone');
  link.rewriteRequests(undefined);
  expect(await ask('take')).toBe('re: take');
  expect(received).toEqual(['take', 'gone', 'take']);
});

it('passes everything on', async () => {
  const { ask } = client();
  expect(await ask('a')).toBe('re: a');
});

it('resets every connection when it is cut', async () => {
  const { closed, ask, errors } = client();
  await ask('a');
  link.cut();
  await closed;
  expect(errors).toEqual(['ECONNRESET']);
});

it('resets new connections while it refuses them', async () => {
  link.refuse(true);
  const { closed } = client();
  await closed;
  link.refuse(false);
  expect(await client().ask('a')).toBe('re: a');
});

it('holds everything back while it is partitioned; then all comes, in order', async () => {
  const { ask, answers } = client();
  await ask('a');
  link.partition();
  expect(await ask('b')).toBe('');
  expect(await ask('c')).toBe('');
  expect(received).toEqual(['a']);
  link.heal();
  for (let waited = 0; waited < 2_000 && !answers.join('').includes('c'); waited += 10) await sleep(10);
  expect(received.join('')).toBe('abc');
});

it('delays each direction', async () => {
  const { ask } = client();
  await ask('a');
  link.delay(60, 60, (min) => min);
  const began = Date.now();
  expect(await ask('b')).toBe('re: b');
  expect(Date.now() - began).toBeGreaterThanOrEqual(118);
});

it('lets requests through while it swallows the answers', async () => {
  const { ask } = client();
  await ask('a');
  link.swallowAnswers(true);
  expect(await ask('write')).toBe('');
  expect(received).toContain('write');
});
