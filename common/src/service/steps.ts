import type { KeyObject } from 'node:crypto';
import mongoose, { type Model } from 'mongoose';
import type { Listener } from '../bus/listener.js';
import { NatsConnection } from '../bus/nats-connection.js';
import { cookiePolicy } from '../cookies/index.js';
import type { Subjects } from '../events/subjects.js';
import { Sessions } from '../http/session.js';
import { SessionVerifier } from '../http/session-token.js';
import { connectMongo, type Indexed, mongoIsUp } from '../mongo/connect.js';
import { databaseClock } from '../mongo/database-clock.js';
import { measureOutbox } from '../outbox/outbox-age.js';
import type { OutboxFields } from '../outbox/outbox-plugin.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import { EndedSession } from '../sessions/ended-session.js';
import { EndedSessions } from '../sessions/ended-sessions.js';
import { SessionEndedListener } from '../sessions/session-ended-listener.js';
import type { Service } from './run-service.js';

// The steps of a service's start. Each step registers the function that undoes it at the stop.

/** Connects to the service's database and makes the indexes of `models`. */
export async function connectToDatabase(
  service: Service<{ MONGO_URI: string }>,
  models: Indexed[],
): Promise<void> {
  await connectMongo(service.config.MONGO_URI, models);
  databaseClock.start();
  service.onStop('mongodb', () => {
    databaseClock.stop();
    return mongoose.disconnect();
  });
  service.health.requires('mongodb', mongoIsUp);
}

interface BusConfig {
  NATS_URL: string;
  NATS_CA_FILE: string;
  NATS_CLUSTER_ID: string;
  NATS_CLIENT_ID: string;
  NATS_OUTAGE_SECONDS: number;
}

/** Connects to the bus. The service can serve while the bus is away for a while. Then it fails, to be restarted. */
export async function connectToBus(service: Service<BusConfig>): Promise<NatsConnection> {
  const { config, logger, health } = service;
  const bus = await NatsConnection.connect({
    url: config.NATS_URL,
    caFile: config.NATS_CA_FILE,
    clusterId: config.NATS_CLUSTER_ID,
    clientId: config.NATS_CLIENT_ID,
    outageLimitMs: config.NATS_OUTAGE_SECONDS * 1000,
    logger,
  });
  bus.on('lost', (error) => service.fail(error));
  service.onStop('bus', () => bus.close());
  health.reports('bus', () => bus.connected);
  return bus;
}

/** Starts to publish the outboxes of `model`'s documents, and shows how old their oldest event is. */
export function startOutboxRelay<T extends OutboxFields>(
  service: Service<object>,
  bus: NatsConnection,
  model: Model<T>,
): void {
  const withOutbox = model as unknown as Model<OutboxFields>;
  const relay = new OutboxRelay(withOutbox, bus, service.logger);
  relay.start();
  measureOutbox(withOutbox);
  service.onStop('outbox', () => relay.stop());
}

/** Starts listeners. At the stop they accept no more messages and finish those in work. */
export async function startListeners(
  service: Service<object>,
  ...listeners: Listener<Subjects>[]
): Promise<void> {
  for (const listener of listeners) {
    service.onStop(`listener of ${listener.subject}`, () => listener.drain());
    await listener.listen();
  }
}

interface SessionConfig {
  SESSION_PUBLIC_KEYS: readonly KeyObject[];
  COOKIE_SECURE: boolean;
  COOKIE_SUFFIX: string;
}

/**
 * Starts to hear which sessions have ended, and returns the sessions of the service. Call it after `connectToDatabase`. Auth
 * itself needs none of this, because it ends the sessions.
 * @param queueGroup that of the service.
 */
export async function startSessions(
  service: Service<SessionConfig>,
  bus: NatsConnection,
  queueGroup: string,
): Promise<Sessions> {
  const { config } = service;
  await EndedSession.createIndexes();
  await startListeners(service, new SessionEndedListener(bus, queueGroup));
  const verifier = await SessionVerifier.of(config.SESSION_PUBLIC_KEYS);
  return new Sessions(verifier, new EndedSessions(bus), cookiePolicy(config));
}
