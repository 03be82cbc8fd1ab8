export { BatchedChanges } from './batched-changes.js';
export { connectMongo } from './connect.js';
export { databaseClock } from './database-clock.js';
export { isDuplicateKey } from './duplicate-key.js';
export { isId } from './id.js';
export { retryOnConflict } from './retry-on-conflict.js';
export { versionPlugin } from './versions.js';
export { wholeWrite } from './whole-write.js';
