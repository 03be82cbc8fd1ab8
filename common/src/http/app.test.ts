import { databaseClock } from '../mongo/database-clock.js';
import { testApp } from '../testing/test-app.js';

const { setUp } = testApp();

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
    expect(metrics.text).toContain(
      'dependency_up{dependency="database"} 1\ndependency_up{dependency="bus"} 0\n',
    );
  });
});
