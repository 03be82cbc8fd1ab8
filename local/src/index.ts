export type { Server } from './servers/server.js';
export { ChildServer, type Command } from './servers/child-server.js';
export { freePort } from './servers/free-port.js';
export { MongoServer, type MongoServerOptions } from './servers/mongo-server.js';
