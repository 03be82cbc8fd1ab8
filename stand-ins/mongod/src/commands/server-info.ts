import { hostname } from 'node:os';
import { toNumber } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { MONGODB_VERSION } from '../mongodb-version.js';
import { MAX_DOCUMENT_BYTES } from '../store/collection.js';
import { MAX_MESSAGE_BYTES } from '../wire/message.js';
import { handshakeFields } from './authentication.js';
import type { Command } from './context.js';

const MAX_WIRE_VERSION = 25; // the value of MongoDB 8.0
const SESSION_MINUTES = 30;

/**
 * Describes a standalone server. It has no set name, so drivers send neither retryable writes nor
 * transactions. It has no `topologyVersion`, which would promise a stream of hellos (`exhaustAllowed`), so
 * drivers ask again for each hello.
 */
export const hello: Command = (context) => ({
  [context.request.body.hello === undefined ? 'ismaster' : 'isWritablePrimary']: true,
  ...(context.request.body.helloOk === true ? { helloOk: true } : {}),
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  maxMessageSizeBytes: MAX_MESSAGE_BYTES,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: SESSION_MINUTES,
  connectionId: context.connection.id,
  minWireVersion: 0,
  maxWireVersion: MAX_WIRE_VERSION,
  readOnly: false,
  ...handshakeFields(context),
});

export const buildInfo: Command = () => ({
  version: MONGODB_VERSION,
  gitVersion: 'ticketing-embedded',
  modules: ['ticketing-embedded'],
  versionArray: [...MONGODB_VERSION.split('.').map(Number), 0],
  javascriptEngine: 'none',
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  storageEngines: ['wiredTiger'],
});

export const serverStatus: Command = ({ startedAt, connections, cursors, store }) => ({
  host: hostname(),
  version: MONGODB_VERSION,
  process: 'mongod',
  pid: BigInt(process.pid),
  uptime: Math.floor((Date.now() - startedAt.getTime()) / 1000),
  localTime: new Date(),
  connections: { current: connections() },
  metrics: { cursor: { open: { total: cursors.size } } },
  mem: { bits: 64, resident: Math.round(process.memoryUsage.rss() / 1_048_576) },
  // This server has no WiredTiger, so the engine has another name
  storageEngine: { name: 'embedded', persistent: true, journalBytes: BigInt(store.journal.bytes) },
});

export const getParameter: Command = ({ body, parameters }) => {
  const known: Record<string, unknown> = {
    ...parameters,
    featureCompatibilityVersion: { version: MONGODB_VERSION.split('.').slice(0, 2).join('.') },
  };
  if (body.getParameter === '*') return known;
  const wanted = Object.keys(known).filter((name) => name in body);
  if (wanted.length === 0) throw new CommandError(72, 'no option found to get');
  return Object.fromEntries(wanted.map((name) => [name, known[name]]));
};

export const hostInfo: Command = () => ({
  system: { currentTime: new Date(), hostname: hostname(), cpuAddrSize: 64 },
  os: { type: process.platform, name: process.platform },
});

export const nothing: Command = () => ({});

export const shutdown: Command = ({ db, shutdown: stop }) => {
  if (db !== 'admin') throw new CommandError(13, 'shutdown may only be run against the admin database.');
  stop();
  return {};
};

export const dataSize: Command = ({ body, store }) => {
  const name = String(body.dataSize);
  const collection = store.collections().find(({ namespace }) => namespace === name);
  return { size: collection?.bytes ?? 0, numObjects: toNumber(collection?.documents.size) ?? 0 };
};
