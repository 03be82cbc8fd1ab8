export { MongoServer, type MongoServerOptions } from './mongo-server.js';
