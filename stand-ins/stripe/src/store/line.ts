import { crc32 } from 'node:zlib';

const CRC_DIGITS = 8;
const NEWLINE = 0x0a;

/** A line of the journal: the CRC-32 of the JSON in hex digits, a blank, the JSON. */
export function encodeLine(change: unknown): string {
  const json = JSON.stringify(change);
  return `${crc32(json).toString(16).padStart(CRC_DIGITS, '0')} ${json}\n`;
}

/** The result of reading: the bytes in whole lines, and the bytes of an unfinished write after them. */
export interface Extent {
  good: number;
  torn: number;
}

/**
 * Calls `visit` with every change in `data`. It stops at the first line that is incomplete or damaged.
 * @throws Error when a sound line follows a damaged one. That is no unfinished write.
 */
export function readLines(data: Buffer, visit: (change: unknown) => void): Extent {
  let good = 0;
  for (const { line, end } of lines(data, 0)) {
    if (!isSound(line)) break;
    visit(JSON.parse(line.toString('utf8', CRC_DIGITS + 1)));
    good = end;
  }
  for (const { line, end } of lines(data, good))
    if (isSound(line))
      throw new Error(`is damaged before byte ${end - line.length}: restore it from a backup`);
  return { good, torn: data.length - good };
}

function* lines(data: Buffer, from: number): Generator<{ line: Buffer; end: number }> {
  for (let start = from; start < data.length;) {
    const newline = data.indexOf(NEWLINE, start);
    if (newline < 0) return;
    yield { line: data.subarray(start, newline), end: newline + 1 };
    start = newline + 1;
  }
}

function isSound(line: Buffer): boolean {
  if (line.length <= CRC_DIGITS) return false;
  return crc32(line.subarray(CRC_DIGITS + 1)) === Number.parseInt(line.toString('latin1', 0, CRC_DIGITS), 16);
}
