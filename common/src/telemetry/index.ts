export { createLogger, type Logger } from './logger.js';
export { currentTraceparent, withTrace } from './trace-context.js';
