import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'http-proxy-3';
import { sendError, sendHealth, sendPlainPage } from './answers.js';
import { prepareAnswer, prepareRequest } from './headers.js';
import { ignoreUpgrade, isWebSocket } from './ignore-upgrade.js';
import { findPrefix, requestPath, type Routes } from './routes.js';
import { Upstream } from './upstream.js';

export interface GatewayOptions {
  routes: Routes;
  /** A request fails when its upstream is silent for this time, in ms. */
  upstreamTimeoutMs?: number;
  onFailure?: (failure: { target: string; path: string; message: string }) => void;
}

/** These paths are only for operators inside the system. They are not handed on, not even to the site behind `/`. */
const PRIVATE_PATHS = new Set(['/metrics', '/readyz']);
const RETRIED_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/**
 * One origin: hands each request to a service or to the site by its path. The caller opens and closes the
 * port.
 */
export function createGateway({ routes, upstreamTimeoutMs = 30_000, onFailure }: GatewayOptions): Server {
  const upstreams = new Map(Object.entries(routes).map(([prefix, urls]) => [prefix, new Upstream(urls)]));
  const proxy = createProxyServer({ toProxy: true, proxyTimeout: upstreamTimeoutMs }); // toProxy keeps the path as it came
  proxy.on('proxyRes', (answer, _req, res) => {
    prepareAnswer(answer, { keepAlive: res.shouldKeepAlive });
    // when a service dies in the middle of an answer, the client must not wait for the rest
    answer.once('error', () => res.destroy());
  });

  // the proxy reports a broken WebSocket here, not to its callback; without a listener the error would end the process
  proxy.on('error', () => undefined);

  const server = createServer((req, res) => {
    const path = requestPath(req.url);
    if (path === undefined) return sendError(res, 400, 'Bad request');
    if (path === '/healthz') return sendHealth(res);
    const prefix = PRIVATE_PATHS.has(path) ? undefined : findPrefix(routes, path);
    const isApi = path === '/api' || path.startsWith('/api/');
    const upstream = prefix === undefined || (isApi && prefix === '/') ? undefined : upstreams.get(prefix);
    if (upstream) return forward(upstream, path, req, res);
    if (isApi || PRIVATE_PATHS.has(path)) return sendError(res, 404, 'Not found');
    sendPlainPage(res, path);
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  server.on('upgrade', upgrade);
  server.on('close', () => upstreams.forEach((upstream) => upstream.close()));
  return server;

  function forward(upstream: Upstream, path: string, req: IncomingMessage, res: ServerResponse): void {
    const hasBody =
      req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
    const mayRepeat = RETRIED_METHODS.has(req.method ?? '') && !hasBody;
    prepareRequest(req);
    attempt(1);

    function attempt(count: number): void {
      const target = upstream.next();
      if (target === undefined) return sendError(res, 503, 'Not available right now, please try again');
      const started = Date.now();
      let failed = false;
      proxy.web(req, res, { target, agent: upstream.agent }, (error: NodeJS.ErrnoException) => {
        if (failed) return;
        failed = true;
        if (res.destroyed) return; // the client has closed the connection
        const refused = error.code === 'ECONNREFUSED';
        const timedOut = Date.now() - started >= upstreamTimeoutMs;
        if (refused) upstream.pause(target);
        if (mayRepeat && !timedOut && !res.headersSent && count <= upstream.size) return attempt(count + 1);
        onFailure?.({ target, path, message: error.message });
        if (timedOut) sendError(res, 504, 'No answer in time');
        else if (refused) sendError(res, 503, 'Not available right now, please try again');
        else sendError(res, 502, 'The connection was lost, please try again');
      });
    }
  }

  /** WebSockets go only to the site, which uses one in development to reload pages. No service has any. */
  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!isWebSocket(req)) return ignoreUpgrade(server, req, socket, head);
    const path = requestPath(req.url);
    const isSite =
      path !== undefined && findPrefix(routes, path) === '/' && path !== '/api' && !path.startsWith('/api/');
    const target = isSite ? upstreams.get('/')?.next() : undefined;
    if (target === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    prepareRequest(req);
    proxy.ws(req, socket, head, { target }, () => socket.destroy());
  }
}
