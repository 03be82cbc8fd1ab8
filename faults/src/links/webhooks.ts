import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Recorder } from '../history.js';
import { forge, type Forging, type Sent } from './forgeries.js';

const ANSWER_LIMIT_MS = 10_000;
/** So many of the last webhooks are kept as patterns for forged ones. */
const KEPT = 200;

/** Decides when each copy of a webhook reaches the system, in ms from now. No time: it is lost. */
export type WebhookDisturbance = () => number[];

/** The way of the bank's webhooks to the system: a proxy that can lose, repeat, delay and forge them. */
export class Webhooks {
  private readonly server: Server;
  private target = '';
  private disturb: WebhookDisturbance | undefined;
  private readonly sent: Sent[] = [];
  private due = 0;

  private constructor(private readonly recorder: Recorder) {
    this.server = createServer((request, response) => {
      this.take(request, response).catch(() => response.destroy());
    });
  }

  static async open(recorder: Recorder): Promise<Webhooks> {
    const webhooks = new Webhooks(recorder);
    webhooks.server.listen(0, '127.0.0.1');
    await once(webhooks.server, 'listening');
    return webhooks;
  }

  /** For the stand-in for Stripe: it sends its webhooks here. */
  get flags(): string[] {
    const { port } = this.server.address() as AddressInfo;
    return ['--webhook-url', `http://127.0.0.1:${port}/api/payments/webhook`];
  }

  leadTo(url: string): void {
    this.target = `${url}/api/payments/webhook`;
  }

  /** While webhooks are disturbed, the bank is told that each one has arrived, so it never sends it again. */
  set(disturb: WebhookDisturbance | undefined): void {
    this.disturb = disturb;
  }

  /** The time at which the last copy that is held back arrives; 0 when none was held back. */
  get lastDue(): number {
    return this.due;
  }

  /** Sends a webhook that the bank never sent. */
  async forge(how: Forging): Promise<void> {
    const pattern = this.sent.at(-1);
    if (!pattern) return;
    const at = Date.now();
    const status = await this.post(forge(pattern, how)).catch(() => undefined);
    this.recorder.add('forgeries', { at, how, ...(status === undefined ? {} : { status }) });
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString();
    const webhook = { body, signature: String(request.headers['stripe-signature']) };
    this.sent.push(webhook);
    this.sent.splice(0, this.sent.length - KEPT);
    if (!this.disturb) {
      const status = await this.post(webhook).catch(() => 502);
      return void response.writeHead(status).end();
    }
    response.writeHead(200).end();
    for (const ms of this.disturb()) {
      this.due = Math.max(this.due, Date.now() + ms);
      setTimeout(() => void this.post(webhook).catch(() => undefined), ms).unref();
    }
  }

  private async post({ body, signature }: Sent): Promise<number> {
    const answer = await fetch(this.target, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    await answer.arrayBuffer();
    return answer.status;
  }
}
