export { FrameParser } from './frame-parser.js';
export { decodeDeliveredMessage, type DeliveredMessage } from './messages.js';
