import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { collectDefaultMetrics } from 'prom-client';
import { Health } from '../http/health.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import { metrics } from '../telemetry/metrics.js';
import { type TraceConfig, tracesOf } from './traces-of.js';
import { undoAll, type Undo } from './undo-all.js';

interface ServerConfig extends TraceConfig {
  readonly HOST: string;
  readonly PORT: number;
  readonly LOG_LEVEL: string;
}

/** So many new connections may wait to be taken: those of a crowd that comes in one instant. */
const BACKLOG = 2_048;

export interface Service<C> {
  readonly config: C;
  readonly logger: Logger;
  readonly health: Health;
  /** Registers a function that undoes a step of the start. At the stop the last registered function runs first. */
  onStop(what: string, undo: () => Promise<unknown>): void;
  /** Serves HTTP on `config.HOST` and `config.PORT`. At the stop it accepts no new requests and finishes those in flight. */
  listen(app: RequestListener): Promise<void>;
  /** Logs an error that this process cannot recover from, stops in good order and exits with 1, to be restarted. */
  fail(error: Error): void;
}

/**
 * Runs a service from start to stop. SIGTERM and SIGINT stop it in good order, with exit code 0. When a step of the start
 * fails, one line on stderr gives the reason, and the exit code is 1. An uncaught error is logged, with exit code 1.
 * @param readSettings throws a `ConfigError` that names the bad settings.
 */
export async function runService<C extends ServerConfig>(
  name: string,
  readSettings: () => C,
  start: (service: Service<C>) => Promise<void>,
): Promise<void> {
  const undos: Undo[] = [];
  const health = new Health();
  let stopping: Promise<never> | undefined;

  try {
    const config = readSettings();
    const logger = createLogger(name, config.LOG_LEVEL);
    collectDefaultMetrics();
    // other systems that the same Prometheus watches have metrics of the same names
    metrics.setDefaultLabels({ system: 'ticketing', app: name });
    const stop = (exitCode: number) => (stopping ??= stopAll(exitCode));
    const stopAll = async (exitCode: number): Promise<never> => {
      health.stop();
      await undoAll(undos, (what, err) => logger.error({ err }, `could not stop ${what} in good order`));
      logger.info('stopped');
      process.exit(exitCode);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        logger.info({ signal }, 'stopping');
        void stop(0);
      });
    }
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(event, (err: unknown) => {
        // the state of the process is unknown: a crash is safe, going on is not
        logger.fatal({ err }, event);
        process.exit(1);
      });
    }
    const onStop: Service<C>['onStop'] = (what, undo) => void undos.push({ what, undo });
    const traces = tracesOf(name, config, logger);
    if (traces) undos.push(traces); // it is the first step, so the last spans of the others are sent
    await start({
      config,
      logger,
      health,
      onStop,
      listen: async (app) => {
        const server = createServer({ requestTimeout: 30_000, keepAliveTimeout: 65_000 }, app);
        server.listen(config.PORT, config.HOST, BACKLOG);
        await once(server, 'listening');
        onStop('http', () => closeServer(server));
      },
      fail: (err) => {
        logger.fatal({ err }, 'giving up');
        void stop(1);
      },
    });
    logger.info({ port: config.PORT }, 'ready');
    await traces?.begin().catch((err: unknown) => logger.error({ err }, 'no traces are made'));
  } catch (error) {
    if (stopping) return;
    process.stderr.write(`${name} can't start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // a connection that was busy at close() and is kept alive afterwards would keep the server open
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed.finally(() => clearInterval(sweep));
}
