export { MongoServer, type MongoServerOptions } from './mongo-server.js';
export type { MongoUser } from './mongo-users.js';
