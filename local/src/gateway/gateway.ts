import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refuse, sendError, sendHealth, sendPlainPage, sendTo } from './answers.js';
import { forward, type Failure } from './forward.js';
import { handOnWebSocket } from './hot-reload.js';
import { refuseMalformed } from './malformed.js';
import { refusal, type Refusal } from './refusal.js';
import { findPrefix, requestPath, type Routes } from './routes.js';
import { Unanswered } from './unanswered.js';
import { answerUpgrades } from './upgrades.js';
import { Upstream } from './upstream.js';

export interface GatewayOptions {
  routes: Routes;
  /** A request fails when its upstream is silent for this time, in ms. */
  upstreamTimeoutMs?: number;
  /** Whether WebSockets go through to the site. No service has any, and the site has one in development only. */
  hotReload?: boolean;
  /** Closes the WebSockets, which a server that closes leaves open. */
  stop?: AbortSignal;
  /** Where `/docs` leads: to the contracts on the dashboard. Without it, `/docs` is a path of the site like any other. */
  docs?: string;
  onFailure?: (failure: Failure) => void;
  /** Is called for a request that Node could parse and that is not handed on. */
  onRefusal?: (refusal: Refusal & { method: string }) => void;
}

/** These paths are only for operators inside the system. They are not handed on, not even to the site behind `/`. */
const PRIVATE_PATHS = new Set(['/metrics', '/readyz']);

/**
 * One origin: hands each request to a service or to the site by its path. The caller opens and closes the
 * port.
 */
export function createGateway({ routes, upstreamTimeoutMs = 30_000, ...options }: GatewayOptions): Server {
  const upstreams = new Map(
    Object.entries(routes).map(([prefix, urls]) => [prefix, new Upstream(urls, upstreamTimeoutMs)]),
  );
  const unanswered = new Unanswered();
  const server = createServer(answer);
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  // a client that asks before it sends a body gets a refusal before it sends it
  server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
    if (refusal(req) === undefined) res.writeContinue();
    answer(req, res);
  });
  server.on('checkExpectation', (_req: IncomingMessage, res: ServerResponse) => {
    unanswered.add(res);
    refuse(res, 417, 'Expectation failed');
  });
  refuseMalformed(server, unanswered);
  answerUpgrades(server, unanswered, (req) => {
    const site = options.hotReload ? upstreamOf(requestPath(req.url), '/') : undefined;
    return (
      site && ((_req, socket, head) => void handOnWebSocket(site, { req, socket, head, stop: options.stop }))
    );
  });
  server.on('close', () => upstreams.forEach((upstream) => void upstream.close()));
  return server;

  function answer(req: IncomingMessage, res: ServerResponse): void {
    unanswered.add(res);
    const refused = refusal(req);
    if (refused) {
      options.onRefusal?.({ ...refused, method: req.method ?? '' });
      return refuse(res, refused.status, refused.message);
    }
    const path = requestPath(req.url);
    if (path === undefined) return refuse(res, 400, 'Bad request');
    if (path === '/healthz') return sendHealth(res);
    if (path === '/docs' && options.docs !== undefined) return sendTo(res, options.docs);
    const upstream = upstreamOf(path);
    if (upstream) {
      // an answer that HTTP does not allow, such as a status of 1000, must not end the process
      forward(upstream, { req, res, onFailure: options.onFailure }).catch(() => res.destroy());
      return;
    }
    if (isApi(path) || PRIVATE_PATHS.has(path)) return sendError(res, 404, 'Not found');
    sendPlainPage(res, path);
  }

  /** The instances for a path; with a prefix, only if the path is below that prefix and below no longer one. */
  function upstreamOf(path: string | undefined, only?: string): Upstream | undefined {
    if (path === undefined || PRIVATE_PATHS.has(path)) return undefined;
    const prefix = findPrefix(routes, path);
    if (prefix === undefined || (isApi(path) && prefix === '/')) return undefined;
    return only === undefined || prefix === only ? upstreams.get(prefix) : undefined;
  }
}

const isApi = (path: string): boolean => path === '/api' || path.startsWith('/api/');
