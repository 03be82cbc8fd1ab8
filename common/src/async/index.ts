export { Batcher, DONE, REST_MS } from './batcher.js';
export { withinLimit } from './within-limit.js';
