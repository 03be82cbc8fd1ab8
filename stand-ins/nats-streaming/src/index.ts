export { NatsStreamingServer, type NatsStreamingServerOptions } from './nats-streaming-server.js';
export type { Permissions, User } from './broker/users.js';
