import { Router } from 'express';
import { metrics } from '../telemetry/metrics.js';

interface Check {
  isUp: () => boolean;
  required: boolean;
}

/** What `/healthz` (the process is alive), `/readyz` (it can serve) and `/metrics` answer. */
export class Health {
  private readonly checks = new Map<string, Check>();
  private stopping = false;

  /** Without `name` up, the service can't serve. */
  requires(name: string, isUp: () => boolean): this {
    this.checks.set(name, { isUp, required: true });
    return this;
  }

  /** Shown in `/readyz`, but the service can serve without it for a while. */
  reports(name: string, isUp: () => boolean): this {
    this.checks.set(name, { isUp, required: false });
    return this;
  }

  /** From now on not ready, so that no new requests are sent here. */
  stop(): void {
    this.stopping = true;
  }

  get ready(): boolean {
    return !this.stopping && [...this.checks.values()].every(({ isUp, required }) => !required || isUp());
  }

  /** The three endpoints as routes. */
  routes(): Router {
    const router = Router();
    router.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
    router.get('/readyz', (_req, res) => {
      const checks = Object.fromEntries(
        [...this.checks].map(([name, { isUp }]) => [name, isUp() ? 'up' : 'down']),
      );
      res.status(this.ready ? 200 : 503).json({ status: this.ready ? 'ready' : 'not ready', checks });
    });
    router.get('/metrics', async (_req, res) => {
      res.type(metrics.contentType).send(await metrics.metrics());
    });
    return router;
  }
}
