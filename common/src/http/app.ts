import { isUtf8 } from 'node:buffer';
import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import { ForeignOriginError, UnsupportedMediaTypeError } from '../errors/http-errors.js';
import { databaseClock } from '../mongo/database-clock.js';
import { checkOrigin } from '../origin/index.js';
import type { Health } from './health.js';
import type { Logger } from '../telemetry/logger.js';
import { deadline } from './deadline.js';
import { BODY_LIMIT, errorHandler, INVALID_UTF8, notFound } from './error-handler.js';
import { isJsonType } from './json-type.js';
import { type LoadShedder, shedLoad } from './load-shedding.js';
import { requestLog } from './request-log.js';
import type { Sessions } from './session.js';
import { traceRequest } from './trace-request.js';

export interface AppOptions {
  logger: Logger;
  health: Health;
  /** A service without routes has none. */
  sessions?: Sessions;
  /** One router for each endpoint. */
  routes?: Router[];
  /**
   * Routers for calls of other systems. Their bodies are not parsed and nobody is signed in: each router reads the bytes
   * of the body, with a limit, and checks itself who sent them.
   */
  webhooks?: Router[];
  /** Decides which requests are taken on. Each app has its own unless a test gives one. */
  shedder?: LoadShedder;
}

/** The Express app of a service: health, logging, JSON, session, the routes, and one error handler behind them. */
export function createApp({
  logger,
  health,
  sessions,
  routes = [],
  webhooks = [],
  shedder,
}: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // answers depend on the caller and are never cached
  app.set('trust proxy', 1); // the gateway or ingress in front tells the client's address and whether it uses TLS
  app.use(health.routes());
  app.use(
    traceRequest,
    helmet(),
    noStore,
    shedLoad(logger, shedder),
    requestLog(logger),
    serverTime,
    deadline(logger),
  );
  for (const webhook of webhooks) app.use(webhook);
  app.use(ownOriginOnly, jsonOnly, express.json({ limit: BODY_LIMIT, type: () => true, verify: utf8Only }));
  if (sessions) app.use(sessions.cookie(), sessions.currentUser());
  for (const route of routes) app.use(route);
  app.use(notFound);
  app.use(errorHandler(logger));
  return app;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set('cache-control', 'no-store');
  next();
};

/** Sends the time of the clock that ends reservations. A countdown in a browser must use this time, not its own. */
const serverTime: RequestHandler = (_req, res, next) => {
  res.set('x-server-time', new Date(databaseClock.now()).toISOString());
  next();
};

/**
 * Refuses a request that changes something when a page of another origin sent it: the browser would send the visitor's
 * cookie with it. Programs without pages name no origin, and need no such protection.
 */
const ownOriginOnly: RequestHandler = (req, _res, next) => {
  const headers = { get: (name: string) => req.get(name) ?? null };
  const { passed } = checkOrigin({ method: req.method, headers }, { fromPage: false });
  next(passed ? undefined : new ForeignOriginError());
};

/**
 * Accepts only a body that is declared as JSON. A page of another site can send text, form data, or bytes without a type
 * with the visitor's cookie, but not JSON.
 */
const jsonOnly: RequestHandler = (req, _res, next) => {
  const types = req.headersDistinct['content-type'] ?? [];
  const length = req.get('transfer-encoding') ? Infinity : Number(req.get('content-length') ?? -1);
  // a request without a body need not name a type
  const isRefused = types.length === 0 ? length > 0 : length >= 0 && !isJsonType(types);
  next(isRefused ? new UnsupportedMediaTypeError() : undefined);
};

/**
 * Accepts only bytes that are UTF-8. The parser would replace other bytes with U+FFFD, so another text than the one that was
 * sent would be stored.
 */
function utf8Only(_req: unknown, _res: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw Object.assign(new Error('not UTF-8'), { type: INVALID_UTF8 });
}
