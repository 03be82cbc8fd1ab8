import { testApp } from '../testing/test-app.js';

const { setUp } = testApp();

describe('createApp, asked by a page of another origin', () => {
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
