export { cookieSettings } from './cookie-settings.js';
export type { Interference } from './interference.js';
export { NodeService, type NodeServiceOptions } from './servers/node-service.js';
export { RedisServer, RunningRedis, type RedisServerOptions } from './servers/redis-server.js';
export type { State } from './state.js';
export { startSystem, type System, type SystemOptions } from './system.js';
export { type StoredSpan, TraceStore, type TraceSummary } from './traces/trace-store.js';
