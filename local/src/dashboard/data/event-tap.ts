import { subjects } from '@ticketing/system';
import stan, { type Message, type Stan } from 'node-nats-streaming';
import type { BusMonitoring } from '../../state.js';

/** A message of the bus, as the dashboard has heard it. */
export interface SeenEvent {
  subject: string;
  sequence: number;
  /** When it was published, in ms since 1970. */
  at: number;
  /** The text of the event, or its beginning. */
  body: string;
}

export interface BusAddress {
  clusterId: string;
  monitoring: BusMonitoring;
}

const MOST_EVENTS = 500;
const MOST_CHARACTERS = 4_000;
const AGAIN_MS = 1_000;
const MAX_IN_FLIGHT = 1_000;

/**
 * Hears every channel of the system and keeps the newest events. It has no durable, so the broker forgets it when it leaves.
 * When the bus was away, it goes on after the last event that it has heard.
 */
export class EventTap {
  private readonly events: SeenEvent[] = [];
  private readonly last = new Map<string, number>();
  private client: Stan | undefined;
  /** The client that connects at the moment, or is connected. */
  private latest: Stan | undefined;
  private timer: NodeJS.Timeout | undefined;
  private clients = 0;
  private closed = false;

  /** @param address where the bus is. Undefined as long as nobody knows. */
  constructor(private readonly address: () => BusAddress | undefined) {}

  /** Whether events come at the moment. */
  get isConnected(): boolean {
    return this.client !== undefined;
  }

  open(): void {
    const address = this.address();
    if (!address) return this.again();
    const { clusterId, monitoring } = address;
    const client = stan.connect(clusterId, `dashboard-${process.pid}-${++this.clients}`, {
      url: monitoring.url,
      reconnect: false, // a new client is simpler, and it has a name that the broker does not know yet
      connectTimeout: 3_000,
      stanPingInterval: 2_000,
      stanMaxPingOut: 5,
    });
    this.latest = client;
    let over = false;
    const lost = () => {
      if (over) return;
      over = true;
      if (this.client === client) this.client = undefined;
      client.close();
      this.again();
    };
    client.on('error', lost);
    for (const end of ['close', 'connection_lost', 'disconnect']) client.on(end, lost);
    client.on('connect', () => {
      if (over || this.closed) return client.close();
      this.client = client;
      for (const subject of subjects) this.hear(client, subject);
    });
  }

  /** The newest events first. */
  newest(passes: (event: SeenEvent) => boolean = () => true): SeenEvent[] {
    return this.events.filter(passes).reverse();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.latest?.close();
  }

  private again(): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), AGAIN_MS);
    this.timer.unref();
  }

  private hear(client: Stan, subject: string): void {
    const options = client.subscriptionOptions().setMaxInFlight(MAX_IN_FLIGHT);
    const last = this.last.get(subject);
    if (last === undefined) options.setStartWithLastReceived();
    else options.setStartAtSequence(last + 1);
    const subscription = client.subscribe(subject, options);
    // if it is refused because the bus has lost its messages, the next client begins with the newest one
    subscription.on('error', () => this.last.delete(subject));
    subscription.on('message', (message: Message) => this.keep(subject, message));
  }

  private keep(subject: string, message: Message): void {
    const sequence = message.getSequence();
    const body = message.getRawData().toString('utf8');
    const cut = body.length > MOST_CHARACTERS ? `${body.slice(0, MOST_CHARACTERS)} …` : body;
    this.last.set(subject, sequence);
    this.events.push({ subject, sequence, at: message.getTimestamp().getTime(), body: cut });
    if (this.events.length > MOST_EVENTS) this.events.shift();
  }
}
