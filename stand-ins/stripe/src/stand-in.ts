import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import express from 'express';
import type { Settings } from './api/call.js';
import { api } from './http/api.js';
import { apiFaults } from './http/api-faults.js';
import { Idempotency } from './http/idempotency.js';
import { lapseAuthorisations } from './lapse-authorisations.js';
import type { Logger } from './logger.js';
import type { Options } from './options.js';
import { pages } from './pages/pages.js';
import { pruneEvents } from './prune-events.js';
import { Store } from './store/store.js';
import { WebhookSender } from './webhooks/sender.js';

const SWEEP_MS = 500;
const PRUNE_MS = 60_000;
/** A client that keeps its connection must not meet a server that just closed it. */
const KEEP_ALIVE_MS = 120_000;

/** The server: the API, the pages, the webhooks and the store behind them. */
export class StandIn {
  private readonly store: Store;
  private readonly server: Server;
  private readonly sender: WebhookSender | undefined;
  private readonly idempotency: Idempotency;
  private readonly settings: Settings;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly options: Options,
    logger: Logger,
  ) {
    const { dir, port, webhookUrl, webhookEvents } = options;
    const failed = (error: Error) => {
      // Memory and disk differ now: an answer after this could be a lie
      logger.error(`the journal cannot be written: ${error.message}`);
      process.exit(14);
    };
    this.store = new Store({ directory: dir, failed, warn: (text) => logger.warn(text) });
    this.settings = {
      url: `http://localhost:${port}`,
      webhookUrl,
      webhookEvents,
      authorisationLastsMs: options.authorisationLastsMs,
    };
    this.idempotency = new Idempotency(this.store);
    if (webhookUrl !== undefined)
      this.sender = new WebhookSender({
        store: this.store,
        url: webhookUrl,
        secret: options.webhookSecret,
        faults: options.webhookFaults,
        logger,
      });
    this.server = createServer(this.app(logger));
    this.server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  async listen(): Promise<void> {
    const { host, port } = this.options;
    this.server.listen(port, host);
    await once(this.server, 'listening');
    this.timers.push(
      setInterval(() => this.lapse(), SWEEP_MS),
      setInterval(() => this.prune(), PRUNE_MS),
    );
    this.lapse();
    this.prune();
  }

  /** Stops to listen, and keeps all data. */
  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.sender?.stop();
    this.server.close();
    this.server.closeAllConnections();
    this.store.close();
  }

  private app(logger: Logger) {
    const app = express();
    app.disable('x-powered-by');
    app.set('etag', false);
    const { settings, store, idempotency, options } = this;
    const { apiFaults: rates, latencyMs } = options;
    const faults = rates && apiFaults(rates);
    const context = { store, idempotency, settings, keys: options, latencyMs, faults, logger };
    app.use((_request, response, next) => {
      response.once('close', () => this.sender?.wake());
      next();
    });
    app.use('/v1', api(context));
    app.use(pages(context));
    return app;
  }

  private lapse(): void {
    lapseAuthorisations(this.store, this.settings, new Date());
    this.sender?.wake();
  }

  private prune(): void {
    this.idempotency.prune(new Date());
    pruneEvents(this.store, new Date());
  }
}
