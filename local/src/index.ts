export { NodeService, type NodeServiceOptions } from './servers/node-service.js';
export { RedisServer, RunningRedis, type RedisServerOptions } from './servers/redis-server.js';
export type { State } from './state.js';
export { startSystem, type System, type SystemOptions } from './system.js';
export type { Interference } from './topology.js';
