import { SubjectTree, type Interest } from './subject-tree.js';

/** A party that wants to hear a subject: a client's subscription, or a part of this server. */
export interface Subscriber extends Interest {
  /** A publisher that asked for no echo does not get its own messages: the owner tells who published. */
  readonly owner: object;
  deliver(subject: string, reply: string, payload: Buffer): void;
}

/**
 * Core NATS without the network: subscriptions, and the routing of messages to them. It remembers no message.
 */
export class Router {
  private readonly subscribers = new SubjectTree<Subscriber>();
  private nextQueueMember = 0;

  subscribe(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
  }

  unsubscribe(subscriber: Subscriber): void {
    this.subscribers.remove(subscriber);
  }

  /** Gives a message to all subscribers that want it, except those of `except`. Returns how many got it. */
  route(subject: string, reply: string, payload: Buffer, except?: object): number {
    const { plain, queues } = this.subscribers.match(subject);
    let delivered = 0;
    for (const subscriber of plain) {
      if (subscriber.owner === except) continue;
      subscriber.deliver(subject, reply, payload);
      delivered++;
    }
    for (const members of queues) {
      const others = except ? members.filter(({ owner }) => owner !== except) : members;
      const member = others[this.nextQueueMember++ % others.length];
      if (!member) continue;
      member.deliver(subject, reply, payload);
      delivered++;
    }
    return delivered;
  }
}
