import { open, rename } from 'node:fs/promises';
import { snapshotPath, syncFolder } from './files.js';
import { HEADER_BYTES, Op, writeHeader, type OpCode } from './journal.js';
import type { Collection } from './collection.js';

const CHUNK_BYTES = 1 << 20;

export interface CatalogRecord {
  collection: number;
  body: Buffer;
}

/**
 * Writes all live data as the snapshot of a generation, one chunk at a time while commands run. A document
 * that changes meanwhile may be in the snapshot without its change. The journal of the generation was started
 * before, so it has the change, and it is replayed over the snapshot.
 */
export async function writeSnapshot(
  folder: string,
  generation: number,
  catalog: readonly CatalogRecord[],
  collections: readonly Collection[],
): Promise<void> {
  const path = snapshotPath(folder, generation);
  const file = await open(`${path}.tmp`, 'w', 0o600);
  try {
    let parts: Buffer[] = [];
    let size = 0;
    const add = (op: OpCode, collection: number, body: Buffer) => {
      const header = Buffer.allocUnsafe(HEADER_BYTES);
      writeHeader(header, 0, op, collection, body);
      parts.push(header, body);
      size += header.length + body.length;
    };
    const write = async () => {
      await file.writeFile(Buffer.concat(parts));
      parts = [];
      size = 0;
    };
    for (const { collection, body } of catalog) add(Op.catalog, collection, body);
    for (const collection of collections)
      for (const { bytes } of collection.documents) {
        if (!bytes) continue;
        add(Op.put, collection.id, bytes);
        if (size >= CHUNK_BYTES) await write();
      }
    await write();
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
  syncFolder(folder);
}
