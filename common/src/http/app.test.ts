import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import { body, matchedData } from 'express-validator';
import request from 'supertest';
import { BadRequestError, PreconditionFailedError, TooManyRequestsError } from '../errors/http-errors.js';
import { databaseClock } from '../mongo/database-clock.js';
import { Health } from './health.js';
import { createLogger } from '../telemetry/logger.js';
import { createApp } from './app.js';
import { requireAuth } from './require-auth.js';
import { Sessions } from './session.js';
import { SessionSigner, SessionVerifier } from './session-token.js';
import { validateRequest } from './validate-request.js';

const keys = generateKeyPairSync('ed25519');
const user = { id: 'a'.repeat(24), email: 'ann@example.com' };
const session = { id: 'b'.repeat(24), userId: user.id, email: user.email, generation: 0 };
const ended = { isEnded: () => Promise.resolve(false) };
let verifier: SessionVerifier;
let token: string;
beforeAll(async () => {
  verifier = await SessionVerifier.of([keys.publicKey]);
  token = await (await SessionSigner.of(keys.privateKey)).sign(session);
});

/** The `Cookie` header of a session that holds `token`. */
const wrap = (jwt: unknown) => `session-3100=${Buffer.from(JSON.stringify({ jwt })).toString('base64')}`;

function collect() {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, sink };
}

function setUp() {
  const { lines, sink } = collect();
  const sessions = new Sessions(verifier, ended, { secure: false, suffix: '-3100' });
  const health = new Health();
  const routes = Router()
    .get('/boom', () => {
      throw new Error('the secret cause');
    })
    .get('/late-boom', async () => {
      await Promise.reject(new Error('rejected'));
    })
    .get('/odd-boom', () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- a careless library does this
      throw 'text';
    })
    .get('/uri-boom', () => void encodeURI('\ud800'))
    .get('/bad', () => {
      throw new BadRequestError('Not like this', 'name');
    })
    .get('/changed', () => {
      throw new PreconditionFailedError('It changed', { item: { id: 1 } }, { etag: '"now"' });
    })
    .get('/busy', () => {
      throw new TooManyRequestsError(1.2);
    })
    .post(
      '/echo',
      validateRequest(
        body('name').isString().withMessage('name must be text'),
        body('age').isInt().withMessage('age?'),
      ),
      (req, res) => void res.json(matchedData(req)),
    )
    .post('/any', (req, res) => void res.json({ body: (req.body as unknown) ?? null }))
    .get('/me', requireAuth, (req, res) => void res.json(req.currentUser))
    .get('/items/:id', (req, res) => void res.json({ id: req.params.id }))
    .post('/in', (req, res) => {
      sessions.start(req, token);
      res.json({});
    })
    .post('/out', (req, res) => {
      sessions.end(req);
      res.json({});
    });
  const app = createApp({ logger: createLogger('test', 'info', sink), health, sessions, routes: [routes] });
  return { app, api: request(app), lines, health };
}

describe('createApp', () => {
  it('answers 404 for an unknown path, in the shape of every error', async () => {
    const { api } = setUp();
    const res = await api.get('/nowhere').expect(404);
    expect(res.body).toEqual({ errors: [{ message: 'Not found' }] });
  });

  it('answers an error with the details and header fields that the error has', async () => {
    const { api } = setUp();
    const res = await api.get('/changed').expect(412).expect('etag', '"now"');
    expect(res.body).toEqual({ errors: [{ message: 'It changed' }], item: { id: 1 } });
  });

  it.each(['/boom', '/late-boom', '/odd-boom', '/uri-boom'])(
    'answers %s with only "Something went wrong", and logs the error',
    async (path) => {
      const { api, lines } = setUp();
      const res = await api.get(path).expect(500);
      expect(res.body).toEqual({ errors: [{ message: 'Something went wrong' }] });
      expect(lines.join('')).toContain('request failed');
      if (path === '/boom') expect(lines.join('')).toContain('the secret cause');
    },
  );

  it('shows the message and the field of an HttpError', async () => {
    const { api } = setUp();
    const res = await api.get('/bad').expect(400);
    expect(res.body).toEqual({ errors: [{ message: 'Not like this', field: 'name' }] });
  });

  it('says when the next attempt is allowed', async () => {
    const { api } = setUp();
    const res = await api.get('/busy').expect(429);
    expect(res.headers['retry-after']).toBe('2');
    expect(res.body).toEqual({ errors: [{ message: 'Too many attempts. Try again in 2 seconds' }] });
  });

  it('names every wrong field', async () => {
    const { api } = setUp();
    const res = await api.post('/echo').send({ name: 7 }).expect(400);
    expect(res.body).toEqual({
      errors: [
        { message: 'name must be text', field: 'name' },
        { message: 'age?', field: 'age' },
      ],
    });
    await api.post('/echo').expect(400);
  });

  describe('with a body', () => {
    it.each([
      ['a broken body', 'application/json', '{"name":', 400],
      ['a body that is a bare string', 'application/json', '"x"', 400],
      ['a form', 'application/x-www-form-urlencoded', 'name=x', 415],
      ['text', 'text/plain', '{}', 415],
      ['another charset', 'application/json; charset=latin1', '{}', 415],
      ['a charset without its end', 'application/json; charset="utf-7', '{}', 415],
      ['two charsets', 'application/json; charset=utf-8; charset=utf-7', '{}', 415],
      ['a body over 100 kB', 'application/json', JSON.stringify({ name: 'x'.repeat(100 * 1024) }), 413],
    ])('refuses %s', async (_what, type, text, status) => {
      const { api } = setUp();
      const res = await api.post('/any').set('content-type', type).send(text);
      expect(res.status).toBe(status);
      expect((res.body as { errors: unknown[] }).errors).toHaveLength(1);
    });

    it('refuses a body without a type, which a page of another site can send', async () => {
      const { api } = setUp();
      await api.post('/any').send(Buffer.from('{}')).expect(415);
      await api.post('/any').set('content-type', 'application/json').send(Buffer.from('{}')).expect(200);
    });

    it.each([
      ['application/json', 'text/plain'],
      ['text/plain', 'application/json'],
    ])('refuses a body with two types: %s and %s', async (...types) => {
      const server = setUp().app.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const headers = [
        'host',
        'x',
        'content-length',
        '2',
        ...types.flatMap((type) => ['content-type', type]),
      ];
      const sent = httpRequest({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/any',
        headers,
        agent: false,
      });
      sent.end('{}');
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      expect(answer.resume().statusCode).toBe(415);
      server.close();
    });

    it.each(['gzip', 'deflate', 'br'])(
      'refuses a body that is declared as %s and is not',
      async (encoding) => {
        const { api } = setUp();
        await api
          .post('/any')
          .set({ 'content-type': 'application/json', 'content-encoding': encoding })
          .send('{}')
          .expect(400, { errors: [{ message: 'The request body could not be read' }] });
      },
    );

    it.each([
      ['a byte that begins no character', [0xff]],
      ['half a sequence', [0xc3]],
      ['a sequence that is too long', [0xc0, 0xaf]],
      ['half a surrogate pair', [0xed, 0xa0, 0x80]],
      ['Latin-1', [...Buffer.from('é', 'latin1')]],
    ])('refuses bytes that are not UTF-8: %s', async (_what, bytes) => {
      const { api } = setUp();
      const body = Buffer.concat([Buffer.from('{"name":"a'), Buffer.from(bytes), Buffer.from('"}')]);
      const post = () => api.post('/any').set('content-type', 'application/json');
      await post()
        .serialize((sent: Buffer) => sent as unknown as string)
        .send(body)
        .expect(400, { errors: [{ message: 'The request body is not valid UTF-8' }] });
      await post()
        .set('content-encoding', 'gzip')
        .serialize((sent: Buffer) => sent as unknown as string)
        .send(gzipSync(body))
        .expect(400, { errors: [{ message: 'The request body is not valid UTF-8' }] });
    });

    it.each([
      ['utf-7', Buffer.from('{"name":"+AGEAYg-"}')],
      ['UTF-7', Buffer.from('{}')],
      ['"utf-16"', Buffer.from('{}')],
      ['utf-16', Buffer.from('{}', 'utf16le')],
      ['utf-16le', Buffer.from('{}', 'utf16le')],
      ['utf-16be', Buffer.from('{}', 'utf16le').swap16()],
      ['utf-32', Buffer.from('{\0\0\0}\0\0\0')],
    ])('refuses JSON in %s, which JSON may not be in', async (charset, bytes) => {
      const { api } = setUp();
      const post = () =>
        api
          .post('/any')
          .set('content-type', `application/json; charset=${charset}`)
          .serialize((sent: Buffer) => sent as unknown as string);
      await post().send(bytes).expect(415);
      await post().set('content-encoding', 'gzip').send(gzipSync(bytes)).expect(415);
    });

    it('accepts a body of nearly 100 kB', async () => {
      const { api } = setUp();
      await api
        .post('/any')
        .send({ name: 'x'.repeat(99 * 1024) })
        .expect(200);
    });

    it('accepts JSON with a charset, and a request without a body', async () => {
      const { api } = setUp();
      await api
        .post('/any')
        .set('content-type', 'application/json; charset=utf-8')
        .send('{}')
        .expect(200, { body: {} });
      await api.post('/any').expect(200, { body: {} });
    });
  });

  describe('asked by a page of another origin', () => {
    const host = 'tickets.example';
    it.each([
      ['another site', { origin: 'https://evil.example' }],
      ['a sandbox', { origin: 'null' }],
      ['a sister domain', { origin: 'https://shop.example', 'sec-fetch-site': 'same-site' }],
      ['a page that hides its origin', { 'sec-fetch-site': 'cross-site' }],
      ['another port', { origin: 'http://tickets.example:81' }],
      ['the same host without TLS', { origin: 'http://tickets.example', 'x-forwarded-proto': 'https' }],
    ])('refuses to change anything: %s', async (_what, headers) => {
      const { api } = setUp();
      for (const ask of [
        api.post('/any').send({}),
        api.post('/out'),
        api.post('/in'),
        api.put('/nowhere'),
        api.delete('/nowhere'),
        api.patch('/nowhere'),
      ]) {
        const answer = await ask.set({ host, ...headers });
        expect(answer.status).toBe(403);
        expect(answer.get('Set-Cookie')).toBeUndefined();
      }
      await api
        .get('/items/1')
        .set({ host, ...headers })
        .expect(200);
    });

    it.each([
      ['no page', {}],
      ['its own page', { origin: 'http://tickets.example', 'sec-fetch-site': 'same-origin' }],
      [
        'its own page behind TLS',
        { origin: 'https://tickets.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': host },
      ],
    ])('goes on when it is asked by %s', async (_what, headers) => {
      await setUp()
        .api.post('/any')
        .set({ host, ...headers })
        .send({})
        .expect(200);
    });
  });

  it('answers 404 for a path with a broken % sequence', async () => {
    const { api } = setUp();
    await api.get('/items/%ff').expect(404);
  });

  it('sends the time of the clock that the service decides by', async () => {
    const time = Date.UTC(2001, 8, 9);
    jest.spyOn(databaseClock, 'now').mockReturnValue(time);
    const { headers } = await setUp().api.get('/boom');
    expect(headers['x-server-time']).toBe('2001-09-09T00:00:00.000Z');
    jest.restoreAllMocks();
  });

  it('forbids caching, hides Express, and names the request', async () => {
    const { api } = setUp();
    const { headers } = await api.get('/nowhere');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
  });

  it('continues the trace of the request', async () => {
    const { api, lines } = setUp();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const res = await api.get('/boom').set('traceparent', `00-${traceId}-b7ad6b7169203331-01`);
    expect(res.headers['x-request-id']).toBe(traceId);
    expect(lines.join('')).toContain(`"traceId":"${traceId}"`);
  });

  it('reports health', async () => {
    const { api, health } = setUp();
    let up = false;
    health.requires('database', () => up).reports('bus', () => false);
    await api.get('/healthz').expect(200);
    await api.get('/readyz').expect(503, { status: 'not ready', checks: { database: 'down', bus: 'down' } });
    up = true;
    await api.get('/readyz').expect(200);
    health.stop();
    await api.get('/readyz').expect(503);
    await api.get('/healthz').expect(200);
    const metrics = await api.get('/metrics').expect(200);
    expect(metrics.text).toContain('messages_handled_total');
  });
});

describe('Sessions', () => {
  it('sign in and out by cookie', async () => {
    const { api } = setUp();
    const [cookie] = (await api.post('/in')).get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^session-3100=.*; path=\/; expires=.*; samesite=lax; httponly/);
    await api.get('/me').set('cookie', cookie!.split(';')[0]!).expect(200, user);
    const [cleared] = (await api.post('/out').set('cookie', cookie!.split(';')[0]!)).get('Set-Cookie') ?? [];
    expect(cleared).toMatch(/^session-3100=; .*1970/);
  });

  it('send a secure cookie only over TLS', async () => {
    const secure = new Sessions(verifier, ended, { secure: true, suffix: '' });
    let stored = 0;
    const routes = Router().post('/in', (req, res) => {
      secure.requireStartable(req);
      stored++;
      secure.start(req, token);
      res.json({});
    });
    const { lines, sink } = collect();
    const logger = createLogger('test', 'info', sink);
    const api = request(createApp({ logger, health: new Health(), sessions: secure, routes: [routes] }));
    const [cookie] =
      (await api.post('/in').set('x-forwarded-proto', 'https').expect(200)).get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^__Host-session=.*; secure/);
    expect(cookie).toMatch(/; path=\/;/);
    expect(cookie).not.toMatch(/domain/i);
    const refused = await api.post('/in').expect(400);
    expect(refused.get('Set-Cookie')).toBeUndefined();
    expect((refused.body as { errors: unknown[] }).errors).toEqual([
      { message: expect.stringMatching(/https.*COOKIE_SECURE=false/) as string },
    ]);
    expect(stored).toBe(1);
    expect(lines.join('')).toMatch(/"level":"?(50|error)"?.*INSECURE_CONNECTION/);
  });

  it.each([
    ['no cookie', ''],
    ['malformed base64', 'session-3100=%%%'],
    ['malformed JSON', 'session-3100=Zm9v'],
    ['JSON null', `session-3100=${Buffer.from('null').toString('base64')}`],
    ['a number', `session-3100=${Buffer.from('7').toString('base64')}`],
    ['an object as its token', wrap({ $gt: '' })],
    ['a token that is none', wrap('a.b.c')],
  ])('treats a session with %s as no session', async (_what, cookie) => {
    const { api } = setUp();
    await api
      .get('/me')
      .set('cookie', cookie)
      .expect(401, { errors: [{ message: 'Not authorized' }] });
  });

  it.each([
    ['a forged one', wrap('a.b.c')],
    ['one in other letters', `${wrap('a.b.c')}.x`],
    ['one with blanks', `session-3100=${Buffer.from('{ "jwt": "a.b.c" }').toString('base64')}`],
    ['one with more fields', `session-3100=${Buffer.from('{"jwt":7,"x":1}').toString('base64')}`],
  ])('are not sent back by a route that only reads: %s', async (_what, cookie) => {
    const { api } = setUp();
    const res = await api.get('/me').set('cookie', cookie).expect(401);
    expect(res.get('Set-Cookie')).toBeUndefined();
  });

  it('are written in place of a forged one when somebody signs in', async () => {
    const { api } = setUp();
    const res = await api
      .post('/in')
      .set('cookie', `${wrap('a.b.c')}.x`)
      .expect(200);
    expect(res.get('Set-Cookie')?.[0]).toContain(wrap(token));
  });

  it('are never logged', async () => {
    const { api, lines } = setUp();
    const cookie = wrap(token);
    await api.get('/boom').set('cookie', cookie);
    await api.get('/me').set('cookie', cookie).expect(200);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain(cookie.slice(20, 60));
    expect(lines.join('')).not.toContain(token.slice(0, 30));
  });
});
