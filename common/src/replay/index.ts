export { type ParkedMessage, parkedMessages } from './parked-messages.js';
export { readChannels } from './read-channels.js';
export { replay } from './replay.js';
