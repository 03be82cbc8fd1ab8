import { Writable } from 'node:stream';
import { Router } from 'express';
import request from 'supertest';
import { NotAuthorizedError, TooManyRequestsError } from '../errors/index.js';
import { createLogger } from '../telemetry/index.js';
import { createApp, Health, logSecurity, requireAuth } from './index.js';

let text = '';
const destination = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    text += chunk.toString();
    done();
  },
});
const logger = createLogger('test', 'info', destination);
const routes = [
  Router().get('/api/anonymous', requireAuth),
  Router().get('/api/foreign', (req) => {
    req.currentUser = { id: 'ada', email: 'ada@example.com' };
    throw new NotAuthorizedError();
  }),
  Router().get('/api/often', () => {
    throw new TooManyRequestsError(5);
  }),
  Router().get('/api/told', (req) => {
    logSecurity(logger, req, { event: 'sign-in', outcome: 'failure' });
    throw new NotAuthorizedError();
  }),
];
const app = createApp({ logger, health: new Health(), routes });

async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  text = '';
  await request(app)
    .get(path)
    .set('X-Forwarded-For', `192.0.2.1, ${'9'.repeat(100)}`);
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines.filter(({ event }) => event !== undefined);
}

it.each([
  ['anonymous', { outcome: 'refused', code: 'NOT_AUTHORIZED' }],
  ['foreign', { outcome: 'refused', code: 'NOT_AUTHORIZED', userId: 'ada' }],
  ['often', { outcome: 'limited', code: 'TOO_MANY_REQUESTS' }],
])('a refusal is one line of the security log: %s', async (name, expected) => {
  const lines = await linesOf(`/api/${name}`);
  expect(lines).toEqual([
    expect.objectContaining({ event: 'security.refusal', method: 'GET', path: `/api/${name}`, ...expected }),
  ]);
  expect(lines[0]).toMatchObject({ traceId: expect.any(String) as string, address: '9'.repeat(64) });
  expect(JSON.stringify(lines)).not.toContain('example.com');
});

it('a refusal that a route has logged is no second line, and other errors are none', async () => {
  expect(await linesOf('/api/told')).toMatchObject([{ event: 'security.sign-in', outcome: 'failure' }]);
  expect(await linesOf('/api/nothing')).toEqual([]);
});
