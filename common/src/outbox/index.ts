export { insert } from './insert.js';
export { begin, type Begun, type OutboxFields, outboxPlugin, record } from './outbox-plugin.js';
