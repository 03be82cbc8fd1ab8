export { BatchedChanges } from './batched-changes.js';
export type { Changing } from './changing-document.js';
export { insert } from './insert.js';
export { begin, type Begun, type OutboxFields, outboxPlugin, record } from './outbox-plugin.js';
