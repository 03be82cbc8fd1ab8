import { Router } from 'express';
import { dependencyUp, metrics } from '../telemetry/metrics.js';

interface Check {
  isUp: () => boolean;
  required: boolean;
}

/** Answers `/healthz` (the process is alive), `/readyz` (the service can serve) and `/metrics`. */
export class Health {
  private readonly checks = new Map<string, Check>();
  private stopping = false;

  /** The service cannot serve unless `name` is up. */
  requires(name: string, isUp: () => boolean): this {
    this.checks.set(name, { isUp, required: true });
    return this;
  }

  /** `/readyz` shows `name`, but the service can serve for a while when it is down. */
  reports(name: string, isUp: () => boolean): this {
    this.checks.set(name, { isUp, required: false });
    return this;
  }

  /** Makes the service not ready, so that it gets no new requests. */
  stop(): void {
    this.stopping = true;
  }

  get ready(): boolean {
    return !this.stopping && [...this.checks.values()].every(({ isUp, required }) => !required || isUp());
  }

  /** The routes of the three endpoints. */
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
      for (const [dependency, { isUp }] of this.checks) dependencyUp.set({ dependency }, isUp() ? 1 : 0);
      res.type(metrics.contentType).send(await metrics.metrics());
    });
    return router;
  }
}
