export { ChildServer, type Command } from './child-server.js';
export { eventually } from './eventually.js';
export { findOnPath, isExecutable } from './find-on-path.js';
export { freePort } from './free-port.js';
export { Guard } from './guard.js';
export { runCommand } from './run-command.js';
export type { Server } from './server.js';
export { wholeNumber } from './whole-number.js';
