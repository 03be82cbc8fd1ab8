export type { Server } from './servers/server.js';
export { ChildServer, type Command } from './servers/child-server.js';
export { freePort } from './servers/free-port.js';
export { eventually } from './testing/eventually.js';
