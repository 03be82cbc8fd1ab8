import { Long, serialize } from 'bson';

export interface Batch {
  namespace: string;
  /** Zero when there are no more documents. */
  cursorId: bigint;
  field: 'firstBatch' | 'nextBatch';
  documents: readonly Buffer[];
  /** More fields of the answer, beside the cursor. */
  totals?: Readonly<Record<string, number>> | undefined;
}

/**
 * Builds `{cursor: {firstBatch: […], id, ns}, ok: 1}` around the bytes of the documents as they are stored,
 * so that none is parsed.
 */
export function cursorReply({ namespace, cursorId, field, documents, totals }: Batch): Buffer {
  const size = documents.reduce((sum, { length }, i) => sum + length + 2 + digits(i), 5);
  const list = Buffer.allocUnsafe(size);
  let at = list.writeInt32LE(size, 0);
  for (let i = 0; i < documents.length; i++) {
    list[at++] = 0x03;
    at += list.write(String(i), at, 'latin1');
    list[at++] = 0;
    at += documents[i]?.copy(list, at) ?? 0;
  }
  list[at] = 0;
  const rest = serialize({ id: Long.fromBigInt(cursorId), ns: namespace }).subarray(4);
  const name = Buffer.from(`\x04${field}\0`, 'latin1');
  const cursor = Buffer.concat([Buffer.alloc(4), name, list, rest]);
  cursor.writeInt32LE(cursor.length, 0);
  const more = totals ? serialize(totals).subarray(4, -1) : Buffer.alloc(0);
  const reply = Buffer.concat([Buffer.alloc(4), CURSOR, cursor, more, OK]);
  reply.writeInt32LE(reply.length, 0);
  return reply;
}

const CURSOR = Buffer.from('\x03cursor\0', 'latin1');
/**
 * The field `ok: 1.0` and the end of the document. `serialize` writes a plain 1 as an int32, so the double is
 * set afterwards.
 */
const OK = Buffer.from(serialize({ ok: 1.5 })).subarray(4);
OK.writeDoubleLE(1, 4);

const digits = (i: number): number => (i < 10 ? 1 : i < 100 ? 2 : i < 1000 ? 3 : String(i).length);
