export { Batcher, DONE } from './batcher.js';
export { withinLimit } from './within-limit.js';
