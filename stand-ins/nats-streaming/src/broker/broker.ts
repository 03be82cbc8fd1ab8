import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { Connection, type ConnectionHost } from './connection.js';
import { Router } from './router.js';
import { Users } from './users.js';

const PING_INTERVAL_MS = 120_000;

/** Core NATS over TCP: listens, and keeps the connections of the clients. */
export class Broker implements ConnectionHost {
  readonly maxPayload = 1_048_576;
  readonly router = new Router();
  readonly serverId = `N${randomBytes(16).toString('hex').toUpperCase()}`;
  private readonly connections = new Set<Connection>();
  private readonly unflushed = new Set<Connection>();
  private readonly listener: Server = createServer((socket) => this.accept(socket));
  private readonly secureContext: SecureContext | undefined;
  private pings: NodeJS.Timeout | undefined;

  /** @param certificate with it, every connection must have TLS */
  constructor(
    readonly users = new Users(),
    certificate?: { cert: Buffer; key: Buffer },
  ) {
    this.secureContext = certificate && createSecureContext(certificate);
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(port, host, () => {
        this.listener.off('error', reject);
        this.pings = setInterval(() => this.connections.forEach((each) => each.ping()), PING_INTERVAL_MS);
        resolve();
      });
    });
  }

  close(): void {
    clearInterval(this.pings);
    this.listener.close();
    for (const connection of this.connections) connection.destroy();
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  info(): object {
    return {
      server_id: this.serverId,
      server_name: this.serverId,
      version: '2.9.0',
      proto: 1,
      host: (this.listener.address() as AddressInfo).address,
      port: this.port,
      headers: false,
      ...(this.users.required && { auth_required: true }),
      ...(this.secureContext && { tls_required: true }),
      max_payload: this.maxPayload,
    };
  }

  willFlush(connection: Connection): void {
    if (this.unflushed.size === 0) setImmediate(() => this.flush());
    this.unflushed.add(connection);
  }

  forget(connection: Connection): void {
    this.connections.delete(connection);
  }

  /** The first line is plain. It tells the client whether it has to begin TLS. */
  private accept(socket: Socket): void {
    socket.on('error', () => undefined); // the stream on it reports errors
    socket.write(`INFO ${JSON.stringify(this.info())} \r\n`); // as the real server does, with a space
    const { secureContext } = this;
    const stream = secureContext ? new TLSSocket(socket, { isServer: true, secureContext }) : socket;
    this.connections.add(new Connection(this, this.router, stream));
  }

  private flush(): void {
    const connections = [...this.unflushed];
    this.unflushed.clear();
    for (const connection of connections) connection.flush();
  }
}
