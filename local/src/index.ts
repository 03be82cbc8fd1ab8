export type { Server } from './servers/server.js';
export { ChildServer, type Command } from './servers/child-server.js';
export { freePort } from './servers/free-port.js';
export { RedisServer, RunningRedis, type RedisServerOptions } from './servers/redis-server.js';
export { NodeService, type NodeServiceOptions } from './servers/node-service.js';
export { startSystem, type System, type SystemOptions } from './system.js';
export type { State } from './state.js';
export { eventually } from './testing/eventually.js';
export { NatsStreamingServer, type NatsStreamingServerOptions } from './servers/nats-streaming-server.js';
