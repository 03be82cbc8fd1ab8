import { CommandError } from '../errors.js';
import { cursorReply } from '../wire/cursor-reply.js';

interface OpenCursor {
  /** The user who opened it. Undefined when nobody has signed in. */
  owner: string | undefined;
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

  /** The cursors of one user, or of everybody who has not signed in. */
  of(owner: string | undefined): UserCursors {
    return new UserCursors(this.open, owner);
  }

  killIdle(now = Date.now()): void {
    for (const [id, cursor] of this.open) if (now - cursor.usedAt > IDLE_LIMIT_MS) end(this.open, id);
  }
}

export class UserCursors {
  constructor(
    private readonly open: Map<bigint, OpenCursor>,
    private readonly owner: string | undefined,
  ) {}

  get size(): number {
    return this.open.size;
  }

  /**
   * Answers with the first batch of a query. The other rows stay behind an open cursor. `totals` are more
   * fields of the answer.
   */
  start(
    namespace: string,
    rows: Iterator<Buffer>,
    batchSize = FIRST_BATCH,
    singleBatch = false,
    totals?: Readonly<Record<string, number>>,
  ): Buffer {
    const { owner } = this;
    const cursor: OpenCursor = { owner, namespace, rows, next: undefined, usedAt: Date.now() };
    const documents = take(cursor, batchSize);
    const more = !singleBatch && peek(cursor);
    const cursorId = more ? this.keep(cursor) : 0n;
    if (!more) rows.return?.();
    return cursorReply({ namespace, cursorId, field: 'firstBatch', documents, totals });
  }

  more(id: bigint, namespace: string, batchSize = Infinity): Buffer {
    const cursor = this.open.get(id);
    if (!cursor) throw new CommandError(43, `cursor id ${id} not found`);
    if (cursor.owner !== this.owner)
      throw new CommandError(13, `cursor id ${id} was not created by the authenticated user`);
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

  /** Returns false when this user has no such cursor. */
  kill(id: bigint): boolean {
    return this.open.get(id)?.owner === this.owner && end(this.open, id);
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

function end(open: Map<bigint, OpenCursor>, id: bigint): boolean {
  open.get(id)?.rows.return?.();
  return open.delete(id);
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
