import { Router } from 'express';
import request from 'supertest';
import { createApp } from './app.js';
import { Health } from './health.js';
import { logSink } from '../testing/log-sink.js';
import { recordSpans } from '../telemetry/tracing/record-spans.js';
import { currentTraceparent } from '../telemetry/trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = `00-${TRACE}-b7ad6b7169203331-01`;

function serve() {
  const { lines, logger } = logSink('info');
  const routes = Router()
    .get('/things/:id', (_req, res) => void res.json({ traceparent: currentTraceparent() }))
    .get('/boom', () => {
      throw new Error('boom');
    });
  return { api: request(createApp({ logger, health: new Health(), routes: [routes] })), lines };
}

let stop: () => Promise<void>;
let seen: ReturnType<typeof recordSpans>['seen'];
beforeEach(() => ({ seen, stop } = recordSpans()));
afterEach(() => stop());

it('answers in the trace of the caller, with one id in the span, the answer and the log', async () => {
  const { api, lines } = serve();
  const answer = await api.get('/things/7?q=ann@example.com').set('traceparent', CALLER);
  const [span] = await seen();
  expect(span).toMatchObject({
    name: 'GET /things/:id',
    kind: 'server',
    traceId: TRACE,
    parent: 'b7ad6b7169203331',
    failure: undefined,
    attributes: {
      'http.route': '/things/:id',
      'url.path': '/things/7',
      'http.response.status_code': 200,
    },
  });
  expect(answer.headers['x-request-id']).toBe(TRACE);
  expect(JSON.parse(lines[0]!)).toMatchObject({ traceId: TRACE });
  expect(answer.body).toEqual({ traceparent: `00-${TRACE}-${span!.spanId}-01` });
  expect(JSON.stringify(span)).not.toContain('ann@');
});

it('begins a trace without a caller', async () => {
  const { headers } = await serve().api.get('/things/7');
  const [span] = await seen();
  expect(span).toMatchObject({ parent: undefined, traceId: headers['x-request-id'] });
});

it('tells a failed answer from a refused one', async () => {
  const { api } = serve();
  await api.get('/nothing');
  await api.get('/boom');
  expect(await seen()).toMatchObject([
    { name: 'GET', failure: undefined, attributes: { 'http.response.status_code': 404 } },
    { name: 'GET /boom', failure: '500', attributes: { 'http.response.status_code': 500 } },
  ]);
});
