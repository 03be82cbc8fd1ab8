export { FrameParser } from './frame-parser.js';
export { decodeDeliveredMessage, type DeliveredMessage } from './messages.js';
export { ProtobufReader } from './protobuf.js';
