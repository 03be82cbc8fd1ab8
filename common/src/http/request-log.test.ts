import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { withTrace } from '../telemetry/trace-context.js';
import { logSink } from '../testing/log-sink.js';
import { requestLog } from './request-log.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
let server: Server | undefined;
afterEach(() => void server?.close().closeAllConnections());

/** Serves `/things` with `route`. `lines` resolves to the log when it has a line. */
async function serve(route: RequestHandler) {
  const sink = logSink('info');
  const inTrace: RequestHandler = (_req, _res, next) => withTrace(`00-${TRACE}-b7ad6b7169203331-01`, next);
  const app = express().use(inTrace, requestLog(sink.logger)).get('/things', route);
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/things?limit=2`;
  const lines = async () => {
    while (sink.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return sink.lines.map((line) => JSON.parse(line) as object);
  };
  return { url, lines };
}

it('logs a request once, with what was asked and answered, and without its headers', async () => {
  const { url, lines } = await serve((_req, res) => void res.json({}));
  await fetch(url, { headers: { cookie: 'session=secret' } });
  await new Promise((resolve) => setTimeout(resolve, 20)); // the connection may close by then
  expect(await lines()).toEqual([
    expect.objectContaining({
      level: 'info',
      traceId: TRACE,
      req: { method: 'GET', url: '/things?limit=2' },
      res: { statusCode: 200 },
      responseTime: expect.any(Number) as number,
      msg: 'request completed',
    }),
  ]);
  expect(JSON.stringify(await lines())).not.toContain('secret');
});

it('logs an answer of 500 and above as an error', async () => {
  const { url, lines } = await serve((_req, res) => void res.status(503).json({}));
  await fetch(url);
  expect(await lines()).toMatchObject([{ level: 'error', res: { statusCode: 503 }, msg: 'request errored' }]);
});

it('logs a request whose caller has left', async () => {
  let arrived: () => void;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  const { url, lines } = await serve(() => arrived());
  const sent = get(url).on('error', () => undefined);
  await arrival;
  sent.destroy();
  expect(await lines()).toMatchObject([{ level: 'info', traceId: TRACE, msg: 'request aborted' }]);
});
