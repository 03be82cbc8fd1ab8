import { decode, decodeAround } from '../bson/decode.js';
import type { Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;

export const MAX_MESSAGE_BYTES = 48_000_000;

const FLAG_CHECKSUM = 1;
const FLAG_MORE_TO_COME = 2;
const REQUIRED_FLAGS = 0xffff;

/** A client's command. `sequences` holds the documents that came in sections of their own, still as bytes. */
export interface Request {
  id: number;
  body: Doc;
  sequences: ReadonlyMap<string, Buffer[]>;
  /** False for unacknowledged writes. */
  wantsReply: boolean;
  legacy: boolean;
  /** The reason why the body could not be read. It is the answer; then `body` is empty. */
  unreadable?: CommandError;
}

/** Thrown for a message that cannot be understood. The connection is then closed. */
export class ProtocolError extends Error {}

export function parseMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === OP_MSG) return parseMsg(id, message);
  if (opcode === OP_QUERY) return parseQuery(id, message);
  throw new ProtocolError(`opcode ${opcode} is not supported (only OP_MSG, and OP_QUERY for the handshake)`);
}

function parseMsg(id: number, message: Buffer): Request {
  const flags = message.readUInt32LE(HEADER_BYTES);
  const unknown = flags & REQUIRED_FLAGS & ~(FLAG_CHECKSUM | FLAG_MORE_TO_COME);
  if (unknown !== 0) throw new ProtocolError(`message flags ${unknown} are not known`);
  const end = message.length - (flags & FLAG_CHECKSUM ? 4 : 0);
  let body: Body | undefined;
  const sequences = new Map<string, Buffer[]>();
  for (let at = HEADER_BYTES + 4; at < end;) {
    const kind = message[at++];
    const size = message.readInt32LE(at);
    if (size < 5 || at + size > end) throw new ProtocolError('a section is longer than its message');
    const section = message.subarray(at, at + size);
    if (kind === 0) body = readable(() => readBody(section, sequences));
    else if (kind === 1) readSequence(section, sequences);
    else throw new ProtocolError(`sections of kind ${String(kind)} are not known`);
    at += size;
  }
  if (!body) throw new ProtocolError('a message has no body');
  return { id, ...body, sequences, wantsReply: (flags & FLAG_MORE_TO_COME) === 0, legacy: false };
}

type Body = Pick<Request, 'body' | 'unreadable'>;

function readable(read: () => Doc): Body {
  try {
    return { body: read() };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { body: {}, unreadable: error };
  }
}

/**
 * The documents of an insert are stored as they come. So they stay bytes, whether they are in the body or in
 * a section of their own.
 */
function readBody(section: Buffer, sequences: Map<string, Buffer[]>): Doc {
  if (!section.subarray(FIRST_NAME, FIRST_NAME + INSERT.length).equals(INSERT)) return decode(section);
  const { doc, documents } = decodeAround(section, 'documents');
  if (documents) sequences.set('documents', documents);
  return doc;
}

const FIRST_NAME = 5;
const INSERT = Buffer.from('insert\0', 'latin1');

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const nameEnd = section.indexOf(0, 4);
  const name = section.toString('utf8', 4, nameEnd);
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length)
      throw new ProtocolError('a document is longer than its section');
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(name, documents);
}

function parseQuery(id: number, message: Buffer): Request {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  const { body, ...rest } = readable(() => decode(message.subarray(nameEnd + 1 + 8)));
  const database = message.toString('utf8', HEADER_BYTES + 4, nameEnd).split('.')[0] ?? '';
  return {
    id,
    body: { ...body, $db: database },
    ...rest,
    sequences: new Map(),
    wantsReply: true,
    legacy: true,
  };
}

/** Returns the documents of a field of the request as bytes. */
export function documentsOf(request: Request, field: string): Buffer[] {
  const sequence = request.sequences.get(field);
  if (!sequence) throw missing(field);
  return sequence;
}

const missing = (field: string) =>
  new CommandError(40414, `BSON field '${field}' is missing but a required field`);

/** Returns the documents of a field of the request, decoded. */
export function decodedDocuments(request: Request, field: string): Doc[] {
  const sequence = request.sequences.get(field);
  if (sequence) return sequence.map((bytes) => decode(bytes));
  const list = request.body[field];
  if (!Array.isArray(list)) throw missing(field);
  return list as Doc[];
}

let nextId = 1;

export function replyTo(request: Request, body: Buffer): Buffer {
  const prefix = request.legacy ? HEADER_BYTES + 20 : HEADER_BYTES + 5;
  const reply = Buffer.alloc(prefix + body.length);
  reply.writeInt32LE(reply.length, 0);
  reply.writeInt32LE(nextId, 4);
  nextId = (nextId + 1) & 0x7fffffff;
  reply.writeInt32LE(request.id, 8);
  reply.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    reply.writeInt32LE(8, HEADER_BYTES); // the flag AwaitCapable, which mongod sets too
    reply.writeInt32LE(1, HEADER_BYTES + 16);
  }
  body.copy(reply, prefix);
  return reply;
}
