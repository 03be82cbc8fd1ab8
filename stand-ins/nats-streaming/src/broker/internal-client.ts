import { randomBytes } from 'node:crypto';
import type { Logger } from '../logger.js';
import type { Broker, Subscriber } from './broker.js';

export type MessageHandler = (payload: Buffer, reply: string, subject: string) => void;
export type Subscription = { unsubscribe(): void };
/** What became of a request: an answer, silence, or nobody there who could answer. */
export type RequestOutcome = 'answered' | 'timed out' | 'no responders';

const EMPTY = Buffer.alloc(0);

/** The way the streaming layer talks to the broker: as one more client, only without a socket. */
export class InternalClient {
  private readonly inboxPrefix = `_INBOX.${randomBytes(11).toString('hex')}`;
  private readonly requests = new Map<string, (outcome: RequestOutcome) => void>();
  private requestCount = 0;

  constructor(
    private readonly broker: Broker,
    private readonly logger: Logger,
  ) {
    this.subscribe(`${this.inboxPrefix}.*`, (_payload, _reply, inbox) =>
      this.requests.get(inbox)?.('answered'),
    );
  }

  subscribe(subject: string, handler: MessageHandler): Subscription {
    const subscriber: Subscriber = {
      subject,
      queue: undefined,
      owner: this,
      deliver: (on, reply, payload) => {
        try {
          handler(payload, reply, on);
        } catch (error) {
          // one client's message must not end the server for all
          this.logger.error(`Unable to handle a message on ${on}: ${String(error)}`);
        }
      },
    };
    this.broker.subscribe(subscriber);
    return { unsubscribe: () => this.broker.unsubscribe(subscriber) };
  }

  /** The server never hears itself: a client can't make it run in circles by giving one of its subjects as an inbox. */
  publish(subject: string, payload: Buffer): void {
    if (subject !== '') this.broker.route(subject, '', payload, this);
  }

  /** Sends an empty request and tells what became of it; the answer itself says nothing more. */
  request(subject: string, timeoutMs: number, done: (outcome: RequestOutcome) => void): void {
    const inbox = `${this.inboxPrefix}.${++this.requestCount}`;
    const settle = (outcome: RequestOutcome) => {
      clearTimeout(timer);
      if (this.requests.delete(inbox)) done(outcome);
    };
    const timer = setTimeout(() => settle('timed out'), timeoutMs);
    this.requests.set(inbox, settle);
    if (this.broker.route(subject, inbox, EMPTY, this) === 0) settle('no responders');
  }
}
