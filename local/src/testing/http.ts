import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends a request exactly as it is given: unlike fetch it leaves the path as it is and takes any header. */
export function send(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method, headers, body } = options;
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Puts servers on free ports for the length of a test. */
export class Listening {
  private readonly servers: Server[] = [];

  async add(server: Server | RequestListener): Promise<string> {
    const listening = typeof server === 'function' ? createServer(server) : server;
    this.servers.push(listening);
    listening.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  async closeAll(): Promise<void> {
    await Promise.all(
      this.servers.splice(0).map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }
}
