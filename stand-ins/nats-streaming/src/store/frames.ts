import { crc32 } from 'node:zlib';

/**
 * Each record on disk is a frame: length of the body (uint32), CRC-32 of the body (uint32), body.
 * Little-endian.
 */
export const FRAME_HEAD_BYTES = 8;

/** Fills in the head of a frame. The body is already in place. */
export function sealFrame(frame: Buffer): void {
  const body = frame.subarray(FRAME_HEAD_BYTES);
  frame.writeUInt32LE(body.length, 0);
  frame.writeUInt32LE(crc32(body), 4);
}

export interface Scan {
  /** The data up to this position consist of whole, undamaged frames. */
  sound: number;
}

/**
 * Calls `visit` with each body and the position of its frame. Stops at the first frame that is cut short,
 * damaged or refused.
 */
export function scanFrames(data: Buffer, visit: (body: Buffer, position: number) => boolean): Scan {
  let position = 0;
  while (position + FRAME_HEAD_BYTES <= data.length) {
    const length = data.readUInt32LE(position);
    const end = position + FRAME_HEAD_BYTES + length;
    // a crash may leave a run of zeros, which would look like empty frames
    if (length === 0 || end > data.length) break;
    const body = data.subarray(position + FRAME_HEAD_BYTES, end);
    if (crc32(body) !== data.readUInt32LE(position + 4) || !visit(body, position)) break;
    position = end;
  }
  return { sound: position };
}
