import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StreamingServer } from '../streaming/streaming-server.js';
import { channelsz, serverz, type Answer, type Identity } from './answers.js';

const PAGES: Readonly<
  Record<string, (server: StreamingServer, identity: Identity, query: URLSearchParams) => Answer>
> = { '/streaming/serverz': serverz, '/streaming/channelsz': channelsz };

/**
 * Tells over HTTP what the server does, in the words of the real one
 * (https://docs.nats.io/legacy/stan/intro/monitoring). Whoever reaches the port can read it, as with the real server.
 */
export class Monitoring {
  private readonly listener: Server;

  constructor(
    private readonly server: StreamingServer,
    private readonly identity: Identity,
  ) {
    this.listener = createServer((request, response) => this.answer(request, response));
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(port, host, () => {
        this.listener.off('error', reject);
        resolve();
      });
    });
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  close(): void {
    this.listener.close();
    this.listener.closeAllConnections();
  }

  private answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
    const [pathname = '', query = ''] = url.split('?', 2);
    const searchParams = new URLSearchParams(query);
    const page = PAGES[pathname];
    const { status, body } = page
      ? page(this.server, this.identity, searchParams)
      : { status: 404, body: '404 page not found\n' };
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' });
    response.end(isText ? body : JSON.stringify(body, undefined, 2));
  }
}
