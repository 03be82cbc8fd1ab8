export { type OutboxFields, outboxPlugin, record } from './outbox-plugin.js';
