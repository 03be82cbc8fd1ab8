import { CommandError } from '../errors.js';
import { cursorReply } from '../wire/cursor-reply.js';

interface OpenCursor {
  namespace: string;
  rows: Iterator<Buffer>;
  /** A row that was read ahead, to see whether there are more rows. */
  next: Buffer | undefined;
  usedAt: number;
}

const FIRST_BATCH = 101;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const IDLE_LIMIT_MS = 10 * 60_000;

/** The cursors that clients have not read to the end. */
export class Cursors {
  private readonly open = new Map<bigint, OpenCursor>();

  get size(): number {
    return this.open.size;
  }

  /** Answers with the first batch of a query. The other rows stay behind an open cursor. */
  start(namespace: string, rows: Iterator<Buffer>, batchSize = FIRST_BATCH, singleBatch = false): Buffer {
    const cursor: OpenCursor = { namespace, rows, next: undefined, usedAt: Date.now() };
    const documents = take(cursor, batchSize);
    const more = !singleBatch && peek(cursor);
    const cursorId = more ? this.keep(cursor) : 0n;
    if (!more) rows.return?.();
    return cursorReply({ namespace, cursorId, field: 'firstBatch', documents });
  }

  more(id: bigint, namespace: string, batchSize = Infinity): Buffer {
    const cursor = this.open.get(id);
    if (!cursor) throw new CommandError(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace)
      throw new CommandError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    cursor.usedAt = Date.now();
    try {
      const documents = take(cursor, batchSize === 0 ? Infinity : batchSize);
      const more = peek(cursor);
      if (!more) this.open.delete(id);
      return cursorReply({ namespace, cursorId: more ? id : 0n, field: 'nextBatch', documents });
    } catch (error) {
      this.open.delete(id);
      throw error;
    }
  }

  kill(id: bigint): boolean {
    this.open.get(id)?.rows.return?.();
    return this.open.delete(id);
  }

  killIdle(now = Date.now()): void {
    for (const [id, { usedAt }] of this.open) if (now - usedAt > IDLE_LIMIT_MS) this.kill(id);
  }

  private keep(cursor: OpenCursor): bigint {
    let id: bigint;
    do
      id = (BigInt(Math.floor(Math.random() * 2 ** 31)) << 31n) | BigInt(Math.floor(Math.random() * 2 ** 31));
    while (id === 0n || this.open.has(id));
    this.open.set(id, cursor);
    return id;
  }
}

function take(cursor: OpenCursor, count: number): Buffer[] {
  const documents: Buffer[] = [];
  let bytes = 0;
  while (documents.length < count && peek(cursor)) {
    const next = cursor.next as Buffer;
    if (documents.length > 0 && bytes + next.length > MAX_BATCH_BYTES) break;
    documents.push(next);
    bytes += next.length;
    cursor.next = undefined;
  }
  return documents;
}

function peek(cursor: OpenCursor): boolean {
  if (cursor.next) return true;
  const result = cursor.rows.next();
  if (result.done !== true) cursor.next = result.value;
  return cursor.next !== undefined;
}
