import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

export interface Received {
  body: string;
  signature: string;
  at: number;
}

/** An endpoint for webhooks that remembers what it gets. `answer` says with which status it answers. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  answer: () => number = () => 200;
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** After `stop` it listens on the same port again. */
  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const signature = String(request.headers['stripe-signature']);
        this.received.push({ body: Buffer.concat(chunks).toString(), signature, at: Date.now() });
        response.writeHead(this.answer()).end();
      });
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (!server?.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  /** The events with a valid signature, in the order of their arrival. */
  genuine(secret: string): Stripe.Event[] {
    return this.received.flatMap(({ body, signature }) => {
      try {
        return [Stripe.webhooks.constructEvent(body, signature, secret)];
      } catch {
        return [];
      }
    });
  }
}
