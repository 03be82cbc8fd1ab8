import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Interference, NodeService, type StoredSpan, TraceStore } from '@ticketing/local';

/** Receives the traces of a system, as a collector of OpenTelemetry does. */
export class TraceCollector {
  private readonly store = new TraceStore();
  private readonly server: Server = createServer((req, res) => {
    const take = async () => {
      this.store.receive(await json(req));
      res.setHeader('content-type', 'application/json').end('{}');
    };
    take().catch((error: unknown) => res.writeHead(400).end(String(error)));
  });

  /** @returns the environment that has a process send its traces here. */
  async start(): Promise<Record<string, string>> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo;
    return { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  }

  stop(): void {
    this.server.close().closeAllConnections();
  }

  /** The spans of the trace in which something has this id. */
  spansOf(id: string): StoredSpan[] {
    const [oldest] = this.store.find(id, Infinity).toReversed();
    return oldest ? this.store.trace(oldest.traceId) : [];
  }

  /** The services that have sent something. */
  senders(): Set<string> {
    return new Set(this.store.find('', Infinity).flatMap(({ services }) => services));
  }
}

/** Adds `env` to the environment of each service and of the site. */
export const withEnvironment = (env: Record<string, string>): Interference => ({
  run: (options) => new NodeService({ ...options, env: () => ({ ...options.env?.(), ...env }) }),
});
