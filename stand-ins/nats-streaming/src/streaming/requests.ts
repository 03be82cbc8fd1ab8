import type { InternalClient } from '../broker/internal-client.js';
import type { Logger } from '../logger.js';
import {
  StartPosition,
  decodeCloseRequest,
  decodePing,
  decodeSubscriptionRequest,
  decodeUnsubscribeRequest,
  encodeErrorResponse,
  encodeSubscriptionResponse,
  type SubscriptionRequest,
  type UnsubscribeRequest,
} from '../protocol/messages.js';
import type { Client } from './client.js';
import type { Clients } from './clients.js';
import { isChannelName, type Channels } from './channels.js';
import { Refusal, errors } from './errors.js';
import type { Heartbeats } from './heartbeats.js';
import type { Subscription } from './subscription.js';
import type { Subscriptions } from './subscriptions.js';

/** Answers the requests of registered clients. */
export class Requests {
  constructor(
    private readonly client: InternalClient,
    private readonly clients: Clients,
    private readonly channels: Channels,
    private readonly subscriptions: Subscriptions,
    private readonly heartbeats: Heartbeats,
    private readonly closeClient: (client: Client) => void,
    private readonly logger: Logger,
  ) {}

  onSubscribe(payload: Buffer, reply: string): void {
    this.answer(
      reply,
      (error) => encodeSubscriptionResponse('', error),
      () => {
        const request = decode(payload, decodeSubscriptionRequest, errors.invalidSubscribe);
        const owner = this.ownerOf(request);
        const subscription = this.subscriptions.subscribe(request);
        owner.subscriptions.add(subscription);
        // the answer must reach the client before the first message
        this.client.publish(reply, encodeSubscriptionResponse(subscription.record.ackInbox));
        this.subscriptions.start(subscription);
      },
    );
  }

  onUnsubscribe(payload: Buffer, reply: string, unsubscribe: boolean): void {
    this.answer(
      reply,
      (error) => encodeSubscriptionResponse('', error),
      () => {
        const request = decode(payload, decodeUnsubscribeRequest, errors.invalidUnsubscribe);
        const subscription = this.find(request);
        const owner = this.clients.get(request.clientId);
        if (!owner?.subscriptions.delete(subscription)) throw new Refusal(errors.unknownClient);
        this.subscriptions.remove(subscription, unsubscribe);
        this.client.publish(reply, encodeSubscriptionResponse(''));
      },
    );
  }

  onClose(payload: Buffer, reply: string): void {
    this.answer(reply, encodeErrorResponse, () => {
      const { clientId } = decode(payload, decodeCloseRequest, errors.invalidClose);
      const client = this.clients.get(clientId);
      if (!client) throw new Refusal(errors.unknownClient);
      this.closeClient(client);
      this.client.publish(reply, encodeErrorResponse());
    });
  }

  onPing(payload: Buffer, reply: string): void {
    if (payload.length === 0) return;
    this.answer(reply, encodeErrorResponse, () => {
      const client = this.clients.getByConnection(decodePing(payload).connId);
      // this is an answer and no failure: a client asks in order to learn it
      if (!client) return this.client.publish(reply, encodeErrorResponse(errors.notRegistered));
      this.heartbeats.sawSignOfLife(client);
      this.client.publish(reply, encodeErrorResponse());
    });
  }

  private ownerOf(request: SubscriptionRequest): Client {
    if (request.clientId === '') throw new Refusal(errors.missingClientId);
    if (request.ackWaitSeconds < 1) throw new Refusal(errors.invalidAckWait);
    if (request.maxInFlight < 1) throw new Refusal(errors.invalidMaxInFlight);
    if (!(request.startPosition in StartPosition)) throw new Refusal(errors.invalidStart);
    if (!isChannelName(request.subject)) throw new Refusal(errors.invalidSubject);
    const owner = this.clients.get(request.clientId);
    if (!owner) throw new Refusal(errors.unknownClient);
    return owner;
  }

  private find(request: UnsubscribeRequest): Subscription {
    const channel = this.channels.get(request.subject);
    if (!channel) throw new Refusal(errors.unknownChannel);
    const subscription = channel.find(request.inbox);
    if (!subscription) throw new Refusal(errors.invalidSubscription);
    return subscription;
  }

  /** When a request fails for any reason, its sender gets the reason and the server goes on. */
  private answer(reply: string, refusal: (error: string) => Buffer, handle: () => void): void {
    try {
      handle();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.error(`Request refused: ${reason}`);
      this.client.publish(reply, refusal(reason));
    }
  }
}

function decode<T>(payload: Buffer, decoder: (payload: Buffer) => T, error: string): T {
  try {
    return decoder(payload);
  } catch {
    throw new Refusal(error);
  }
}
