export { FrameParser } from './frame-parser.js';
export { ProtobufReader } from './protobuf.js';
