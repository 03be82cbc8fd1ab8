export { readChannels } from './read-channels.js';
