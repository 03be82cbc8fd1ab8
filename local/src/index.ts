export type { Server } from './servers/server.js';
export { ChildServer, type Command } from './servers/child-server.js';
export { freePort } from './servers/free-port.js';
export { eventually } from './testing/eventually.js';
export { NatsStreamingServer, type NatsStreamingServerOptions } from './servers/nats-streaming-server.js';
export { MongoServer, type MongoServerOptions } from './servers/mongo-server.js';
