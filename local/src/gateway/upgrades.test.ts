import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { Listening, send } from '../testing/http.js';
import { sendRaw } from '../testing/raw-request.js';
import { createGateway, type GatewayOptions } from './gateway.js';

const listening = new Listening();
afterEach(() => listening.closeAll());

const WEBSOCKET =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x';
const H2C = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk';
const request = (path: string, fields: string, body = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\n${fields}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const connectionsOf = (server: Server) =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

/** Waits until something is so. The test fails by its time limit if it never is. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function gatewayTo(options: Omit<GatewayOptions, 'routes'> = {}) {
  const site = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => setTimeout(() => res.end(`<${req.url} ${body}>`), req.url === '/slow' ? 100 : 0));
  });
  const server = createGateway({ routes: { '/': [await listening.add(site)] }, ...options });
  return { server, site, url: await listening.add(server) };
}

/** Offers so many upgrades, and never closes a connection from this side. Resolves when the gateway has closed all. */
async function offer(url: string, count: number): Promise<string[]> {
  const paths = ['/', '/api/orders', '/_next/hmr', '/none'];
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const socket: Socket = connect({
        port: Number(new URL(url).port),
        host: '127.0.0.1',
        allowHalfOpen: true,
      });
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.write(`GET ${paths[index % paths.length]} HTTP/1.1\r\nHost: x\r\n${WEBSOCKET}\r\n\r\n`);
      await once(socket, 'end');
      socket.destroy();
      return text.split('\r\n', 1)[0] ?? '';
    }),
  );
}

it.each([
  ['without hot reload', false],
  ['with hot reload and a site that takes no WebSocket', true],
])('leaves no connection open after 400 WebSockets, %s', async (_, hotReload) => {
  const { server, site, url } = await gatewayTo({ hotReload });
  const lines = await offer(url, 400);
  expect(lines.every((line) => /^HTTP\/1\.1 (404 Not Found|502 Bad Gateway)$/.test(line))).toBe(true);
  await until(async () => (await connectionsOf(server)) === 0);
  await until(async () => {
    site.closeIdleConnections();
    return (await connectionsOf(site)) === 0;
  });
  expect((await send(url, '/')).body).toBe('</ >');
});

it('answers pipelined offers of another protocol in their order', async () => {
  const { url } = await gatewayTo();
  const bytes =
    request('/slow', H2C, 'one') +
    request('/2', H2C, 'two') +
    request('/slow', 'X: y', '3') +
    request('/4', `${H2C}\r\nConnection: close`, 'four');
  const { text, closed } = await sendRaw(url, bytes, { silenceMs: 2_000 });
  expect(text.match(/<[^>]*>/g)).toEqual(['</slow one>', '</2 two>', '</slow 3>', '</4 four>']);
  expect(closed).toBe(true);
});

it('answers what is before a WebSocket, or before what is malformed, first', async () => {
  const { url } = await gatewayTo();
  for (const [last, status] of [
    [`GET / HTTP/1.1\r\nHost: x\r\n${WEBSOCKET}\r\n\r\n`, 404],
    ['junk\r\n\r\n', 400],
    ['CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
  ]) {
    const { text, closed } = await sendRaw(url, `${request('/slow', 'X: y', 'first')}${last}`, {
      silenceMs: 2_000,
    });
    expect(text.match(/<[^>]*>|HTTP\/1\.1 \d+/g)).toEqual([
      'HTTP/1.1 200',
      '</slow first>',
      `HTTP/1.1 ${status}`,
    ]);
    expect(closed).toBe(true);
  }
});

it('outlives clients that leave while an earlier answer is on its way', async () => {
  const { server, url } = await gatewayTo();
  for (let count = 0; count < 20; count++) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(request('/slow', 'X: y') + request('/', H2C));
    await new Promise((resolve) => setTimeout(resolve, 5));
    socket.resetAndDestroy();
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await connectionsOf(server)).toBe(0);
  expect((await send(url, '/')).body).toBe('</ >');
});

it('protects its own answers as the services protect theirs', async () => {
  const { url } = await gatewayTo();
  const own = [
    await send(url, '/healthz'),
    await send(url, '/api/none'),
    await send(url, '/metrics'),
    await send(url, '/', { method: 'TRACE' }),
  ];
  for (const { headers } of own) {
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  }
  const { text } = await sendRaw(url, 'junk\r\n\r\n');
  expect(text).toMatch(
    /^HTTP\/1\.1 400 [^]*Content-Security-Policy: default-src 'none'[^]*Strict-Transport-Security: max-age=31536000/,
  );
});

it('refuses a trace and says so once', async () => {
  const onRefusal = jest.fn();
  const { url } = await gatewayTo({ onRefusal });
  const { status, headers } = await send(url, '/', { method: 'TRACE' });
  expect([status, headers.allow, headers.connection]).toEqual([
    405,
    'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'close',
  ]);
  expect(onRefusal.mock.calls).toEqual([[expect.objectContaining({ status: 405, method: 'TRACE' })]]);
});

it('shows an answer that comes before the body has arrived, and reads on', async () => {
  const early = createServer((req, res) => {
    res.writeHead(413).end('<too large>');
    req.resume();
  });
  const url = await listening.add(createGateway({ routes: { '/': [await listening.add(early)] } }));
  const bytes = request('/', 'X: y', 'x'.repeat(3_000_000)) + request('/', 'Connection: close', 'y');
  const { text } = await sendRaw(url, bytes, { silenceMs: 2_000 });
  expect(text.match(/<[^>]*>/g)).toEqual(['<too large>', '<too large>']);
});

it('lets no body look complete that breaks off', async () => {
  const seen: string[] = [];
  const service = createServer((req) => {
    req.on('end', () => seen.push('complete'));
    req.on('error', () => seen.push('broken off'));
    req.resume();
  });
  const url = await listening.add(createGateway({ routes: { '/': [await listening.add(service)] } }));
  for (const head of [
    'Content-Length: 10\r\n\r\nhalf',
    'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
    'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\njunk',
  ]) {
    await sendRaw(url, `POST / HTTP/1.1\r\nHost: x\r\n${head}`, { silenceMs: 200 });
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(seen).toEqual(['broken off', 'broken off', 'broken off']);
});

it('asks for a body only if the request is not refused', async () => {
  const { url } = await gatewayTo();
  const ask = (fields: string) =>
    sendRaw(url, `POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n${fields}\r\n\r\n`);
  expect((await ask('Content-Length: 3')).text).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  expect((await ask('Content-Length: 3\r\nHost: y')).text).toMatch(/^HTTP\/1\.1 400 /);
});

describe('a request that has its answer before its body is whole', () => {
  const early = createServer((req, res) => {
    res.end('early');
    req.on('error', () => undefined).resume();
  });
  const BODIES: [what: string, framing: string, sent: string, later: string][] = [
    ['ends in the middle of its length', 'Content-Length: 100', '{', ''],
    ['ends in the middle of a chunk', 'Transfer-Encoding: chunked', '5\r\n{', ''],
    ['goes on with what is no chunk', 'Transfer-Encoding: chunked', '1\r\n{\r\n', 'junk\r\n'],
  ];

  it.each(
    ['/healthz', '/readyz', '/api/none', '/early'].flatMap((path) =>
      BODIES.map((body) => [path, ...body] as const),
    ),
  )('gets no second one: %s, when it %s', async (path, _what, framing, sent, later) => {
    const url = await listening.add(createGateway({ routes: { '/early': [await listening.add(early)] } }));
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => undefined);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n${sent}`);
    await until(() => Promise.resolve(/\r\n\r\n[^]*(}|early)/.test(text)));
    const closed = once(socket, 'close');
    socket.on('end', () => socket.end());
    if (later) socket.write(later);
    else socket.end();
    await closed;
    expect(text.match(/HTTP\/1\.1 \d+/g)).toHaveLength(1);
  });
});
