export { MongoServer, type MongoServerOptions } from './mongo-server.js';
export { MONGODB_VERSION } from './mongodb-version.js';
export type { MongoUser } from './mongo-users.js';
