import pino from 'pino';
import { createGateway } from './gateway.js';
import type { Routes } from './routes.js';

/*
 * The gateway runs in a process of its own, like all other parts of the topology. A crash of it does not end the
 * supervisor, and its work does not slow down the thread that supervises or, in tests, measures.
 */
const log = pino({ name: 'gateway', level: process.env.LOG_LEVEL ?? 'info', base: null });
const routes = JSON.parse(process.env.GATEWAY_ROUTES ?? '{}') as Routes;
const port = Number(process.env.PORT);

const stop = new AbortController();
const servers = ['127.0.0.1', '::1'].map((host) => {
  const server = createGateway({
    routes,
    ...(process.env.GATEWAY_DOCS && { docs: process.env.GATEWAY_DOCS }),
    hotReload: process.env.GATEWAY_HOT_RELOAD === 'true',
    stop: stop.signal,
    onRefusal: ({ status, method }) => log.info({ status, method }, 'a request was refused'),
    onFailure: (failure) => log.warn(failure, 'a service could not answer'),
  });
  // `localhost` means both addresses, but a machine without IPv6 has only the first
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (host === '::1' && error.code !== 'EADDRINUSE') return;
    log.fatal(error, `cannot listen on port ${port}`);
    process.exitCode = 1;
    shutDown();
  });
  return server.listen(port, host);
});

process.once('SIGTERM', shutDown);
process.once('SIGINT', shutDown);

/** Requests in flight get 8 s to finish. Idle connections and WebSockets are closed at once. */
function shutDown(): void {
  stop.abort();
  servers.forEach((server) => server.close());
  setInterval(() => servers.forEach((server) => server.closeIdleConnections()), 100).unref();
  setTimeout(() => process.exit(), 8_000).unref();
}
