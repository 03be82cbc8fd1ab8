import { Router } from 'express';
import { testApp } from '../testing/test-app.js';

const { setUp, serve, newSessions, user, token } = testApp();

/** The `Cookie` header of a session that holds `token`. */
const wrap = (jwt: unknown) => `session-3100=${Buffer.from(JSON.stringify({ jwt })).toString('base64')}`;

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
    const secure = newSessions({ secure: true, suffix: '' });
    let stored = 0;
    const routes = Router().post('/in', (req, res) => {
      secure.requireStartable(req);
      stored++;
      secure.start(req, token());
      res.json({});
    });
    const { api, lines } = serve(secure, routes);
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
    expect(res.get('Set-Cookie')?.[0]).toContain(wrap(token()));
  });

  it('are never logged', async () => {
    const { api, lines } = setUp();
    const cookie = wrap(token());
    await api.get('/boom').set('cookie', cookie);
    await api.get('/me').set('cookie', cookie).expect(200);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain(cookie.slice(20, 60));
    expect(lines.join('')).not.toContain(token().slice(0, 30));
  });
});
