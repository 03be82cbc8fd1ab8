import { once } from 'node:events';
import { connect } from 'node:net';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '@ticketing/processes';
import { Listening, send } from '../testing/http.js';
import { createGateway, type GatewayOptions } from './gateway.js';

const listening = new Listening();
afterEach(() => listening.closeAll());

const gatewayTo = (routes: GatewayOptions['routes'], options: Omit<GatewayOptions, 'routes'> = {}) =>
  listening.add(createGateway({ routes, ...options }));
const nobody = async () => `http://127.0.0.1:${await freePort()}`;
const named =
  (name: string): RequestListener =>
  (_req, res) =>
    res.end(name);
const errors = (message: string) => JSON.stringify({ errors: [{ message }] });

describe('routes', () => {
  it('hands each path to its service, with the query', async () => {
    const echo = (name: string) => listening.add((req, res) => res.end(`${name} ${req.method} ${req.url}`));
    const gateway = await gatewayTo({
      '/api/users': [await echo('auth')],
      '/api/tickets': [await echo('tickets')],
      '/': [await echo('site')],
    });
    const body = async (path: string) => (await send(gateway, path)).body;
    expect(await body('/api/users')).toBe('auth GET /api/users');
    expect(await body('/api/users/me?a=%2F&b=//')).toBe('auth GET /api/users/me?a=%2F&b=//');
    expect(await body('/api/users/a\\..\\b')).toBe('auth GET /api/users/a\\..\\b');
    expect(await body('/api/tickets/1')).toBe('tickets GET /api/tickets/1');
    expect(await body('/tickets/1')).toBe('site GET /tickets/1');
    expect(await body('/api/usersx')).toBe(errors('Not found'));
  });

  it('answers an unknown API path with 404 JSON', async () => {
    const gateway = await gatewayTo({ '/api/users': [await nobody()] });
    for (const path of ['/api', '/api/', '/api/usersx', '/api/other']) {
      const { status, headers, body } = await send(gateway, path);
      expect([path, status, body]).toEqual([path, 404, errors('Not found')]);
      expect(headers['content-type']).toContain('application/json');
    }
  });

  it('shows a plain page as long as there is no site', async () => {
    const gateway = await gatewayTo({});
    const page = await send(gateway, '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('There is no site yet');
    expect((await send(gateway, '/other')).status).toBe(404);
  });

  it('leads from /docs to the contracts on the dashboard, if there is one', async () => {
    const site = await listening.add(named('site'));
    const docs = 'http://localhost:3001/docs';
    const withDashboard = await gatewayTo({ '/': [site] }, { docs });
    const { status, headers } = await send(withDashboard, '/docs');
    expect([status, headers.location]).toEqual([302, docs]);
    expect((await send(withDashboard, '/docs/other')).body).toBe('site');
    expect((await send(await gatewayTo({ '/': [site] }), '/docs')).body).toBe('site');
  });

  it('does not show the paths for operators to the outside', async () => {
    const service = await listening.add(named('secret'));
    const gateway = await gatewayTo({ '/api/users': [service], '/': [service] });
    expect((await send(gateway, '/healthz')).body).toBe('{"status":"ok"}');
    for (const path of ['/metrics', '/readyz', '/api/users/../../metrics', '/api/users/%2e%2e/metrics']) {
      const { status, body } = await send(gateway, path);
      expect([path, status >= 400, body.includes('secret')]).toEqual([path, true, false]);
    }
  });
});

describe('headers', () => {
  it('tells the service the address of the connection, not the claims of a client', async () => {
    const service = await listening.add((req, res) => res.end(JSON.stringify(req.headers)));
    const gateway = await gatewayTo({ '/api/users': [service] });
    const { body } = await send(gateway, '/api/users', {
      headers: {
        host: 'tickets.example',
        connection: 'close, x-hop',
        'x-hop': '1',
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        'x-real-ip': '6.6.6.6',
        forwarded: 'for=6.6.6.6',
        'proxy-authorization': 'Basic secret',
        cookie: 'session=1',
      },
    });
    expect(JSON.parse(body)).toEqual({
      host: 'tickets.example',
      connection: 'keep-alive',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'tickets.example',
      cookie: 'session=1',
    });
  });

  it('hands answers back without the headers that concern only the service', async () => {
    const service = await listening.add((_req, res) => {
      res.writeHead(201, {
        'Set-Cookie': ['a=1', 'b=2'],
        Link: '</api/tickets?cursor=1>; rel="next"',
        'X-Powered-By': 'Express',
        Server: 'secret',
        'Keep-Alive': 'timeout=5',
      });
      res.end('made');
    });
    const { status, headers, body } = await send(await gatewayTo({ '/api/users': [service] }), '/api/users');
    expect([status, body, headers['set-cookie']]).toEqual([201, 'made', ['a=1', 'b=2']]);
    expect(headers.link).toContain('rel="next"');
    for (const name of ['x-powered-by', 'server']) expect(headers).not.toHaveProperty(name);
  });
});

it('hands on that a service has too much to do, and when to come back', async () => {
  const onFailure = jest.fn();
  const busy = await listening.add((_req, res) => {
    res.writeHead(503, { 'Retry-After': '5' });
    res.end('busy');
  });
  const gateway = await gatewayTo(
    { '/api/orders': [busy, await listening.add(named('second'))] },
    { onFailure },
  );
  const { status, headers, body } = await send(gateway, '/api/orders', { method: 'POST', body: '{}' });
  expect([status, headers['retry-after'], body]).toEqual([503, '5', 'busy']);
  expect(onFailure).not.toHaveBeenCalled();
});

describe('a service that is down', () => {
  it('is answered with 503 JSON and reported', async () => {
    const onFailure = jest.fn();
    const target = await nobody();
    const gateway = await gatewayTo({ '/api/orders': [target] }, { onFailure });
    const { status, headers, body } = await send(gateway, '/api/orders', { method: 'POST', body: '{}' });
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    expect(body).toBe(errors('Not available right now, please try again'));
    expect(onFailure).toHaveBeenCalledWith(expect.objectContaining({ target, path: '/api/orders' }));
  });

  it('has its requests sent to another instance', async () => {
    const gateway = await gatewayTo({
      '/api/orders': [await nobody(), await listening.add(named('second'))],
    });
    const method = 'DELETE';
    for (let count = 0; count < 4; count++) {
      expect((await send(gateway, '/api/orders', { method })).body).toBe('second');
    }
    // the instance that refused is left out for a while, so a request that may not be repeated reaches the other
    expect((await send(gateway, '/api/orders', { method: 'POST', body: '{}' })).body).toBe('second');
  });

  it('does not get a request twice that may not be repeated', async () => {
    let asked = 0;
    const breaks: RequestListener = (req) => {
      asked++;
      req.socket.destroy();
    };
    const gateway = await gatewayTo({
      '/api/orders': [await listening.add(breaks), await listening.add(breaks)],
    });
    const { status } = await send(gateway, '/api/orders', { method: 'POST', body: '{}' });
    expect([status, asked]).toEqual([502, 1]);
  });

  it('makes the gateway break off its answer when it dies in the middle', async () => {
    const service = await listening.add((_req, res) => {
      res.write('half', () => res.destroy());
    });
    const gateway = await gatewayTo({ '/api/orders': [service] });
    await expect(send(gateway, '/api/orders')).rejects.toThrow();
  });

  it('is given up after the time limit', async () => {
    let asked = 0;
    const silent = await listening.add(() => void asked++);
    const gateway = await gatewayTo({ '/api/orders': [silent] }, { upstreamTimeoutMs: 100 });
    const { status, body } = await send(gateway, '/api/orders');
    expect([status, body, asked]).toEqual([504, errors('No answer in time'), 1]);
  });
});

it('spreads requests over the instances of a service', async () => {
  const gateway = await gatewayTo({
    '/api/orders': [await listening.add(named('one')), await listening.add(named('two'))],
  });
  const seen: string[] = [];
  for (let count = 0; count < 4; count++) seen.push((await send(gateway, '/api/orders')).body);
  expect(seen.sort()).toEqual(['one', 'one', 'two', 'two']);
});

it('keeps connections to a service open', async () => {
  let connections = 0;
  const service = createServer(named('orders'));
  service.on('connection', () => connections++);
  const gateway = await gatewayTo({ '/api/orders': [await listening.add(service)] });
  for (let count = 0; count < 5; count++) await send(gateway, '/api/orders');
  expect(connections).toBe(1);
});

it('passes a body on while the rest still arrives', async () => {
  let firstPart: (text: string) => void;
  const arrived = new Promise<string>((resolve) => (firstPart = resolve));
  const service = await listening.add((req, res) => {
    req.once('data', (chunk: Buffer) => firstPart(chunk.toString()));
    req.on('end', () => res.end('done'));
    req.resume();
  });
  const { port } = new URL(await gatewayTo({ '/api/orders': [service] }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfirst');
  expect(await arrived).toBe('first');
  socket.write('other');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(answer.toString()).toContain('200 OK');
});

it('ends the request to a service when the client goes away', async () => {
  let gone: () => void;
  const ended = new Promise<void>((resolve) => (gone = resolve));
  let asked: () => void;
  const began = new Promise<void>((resolve) => (asked = resolve));
  const service = await listening.add((_req, res) => {
    res.on('close', () => gone());
    asked();
  });
  const { port } = new URL(await gatewayTo({ '/api/orders': [service] }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET /api/orders HTTP/1.1\r\nHost: x\r\n\r\n');
  await began;
  socket.destroy();
  await ended;
});

it.each([
  ['with Connection: close', 'HTTP/1.1\r\nConnection: close'],
  ['of HTTP/1.0', 'HTTP/1.0'],
])('closes the connection after the answer to a request %s', async (_what, rest) => {
  const gateway = await gatewayTo({ '/api/orders': [await listening.add(named('orders'))] });
  const socket = connect(Number(new URL(gateway).port), '127.0.0.1');
  socket.write(`GET /api/orders ${rest}\r\nHost: x\r\n\r\n`);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(answer).toMatch(/^connection: close\r$/im);
});

it('answers a request that offers another protocol in HTTP/1.1', async () => {
  const service = await listening.add((req, res) => {
    const names = Object.keys(req.headers);
    void text(req).then((body) => res.end(`${req.method} ${body} ${names.includes('upgrade')}`));
  });
  const gateway = await gatewayTo({ '/api/orders': [service] });
  const socket = connect(Number(new URL(gateway).port), '127.0.0.1');
  const offer =
    'Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
  socket.write(`GET /api/orders HTTP/1.1\r\n${offer}\r\n`);
  expect(String((await once(socket, 'data'))[0])).toMatch(/200 OK[^]*GET {2}false/);
  socket.write(`POST /api/orders HTTP/1.1\r\n${offer}Content-Length: 5\r\n\r\nfi`);
  socket.write('rst');
  expect(String((await once(socket, 'data'))[0])).toMatch(/200 OK[^]*POST first false/);
  socket.destroy();
});

describe('a WebSocket', () => {
  const upgrade = async (gateway: string, path: string) => {
    const socket = connect(Number(new URL(gateway).port), '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return { socket, answer: answer.toString() };
  };
  const site = () => {
    const server = createServer(named('site'));
    server.on('upgrade', (_req, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.pipe(socket);
    });
    return listening.add(server);
  };

  it('goes through to the site', async () => {
    const { socket, answer } = await upgrade(
      await gatewayTo({ '/': [await site()] }, { hotReload: true }),
      '/_next/hmr',
    );
    expect(answer).toContain('101 Switching Protocols');
    socket.write('ping');
    expect(String((await once(socket, 'data'))[0])).toBe('ping');
    socket.destroy();
  });

  it('may break while the site sends', async () => {
    const server = createServer(named('site'));
    let closed: Promise<void> | undefined;
    server.on('upgrade', (_req, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      const talk = setInterval(() => socket.write('x'.repeat(100_000)), 1);
      socket.on('error', () => undefined); // the gateway may reset the connection too
      socket.on('end', () => socket.destroy()).resume();
      closed = new Promise((resolve) => {
        socket.once('close', () => {
          clearInterval(talk);
          resolve();
        });
      });
    });
    const gateway = await gatewayTo({ '/': [await listening.add(server)] }, { hotReload: true });
    const { socket } = await upgrade(gateway, '/');
    socket.resetAndDestroy();
    await closed;
    expect((await send(gateway, '/')).body).toBe('site');
  });

  it('goes to no service', async () => {
    const both = await site();
    const gateway = await gatewayTo({ '/': [both], '/api/users': [both] }, { hotReload: true });
    for (const path of ['/api/users', '/api/other']) {
      const { socket, answer } = await upgrade(gateway, path);
      expect(answer).toContain('404 Not Found');
      socket.destroy();
    }
  });
});
