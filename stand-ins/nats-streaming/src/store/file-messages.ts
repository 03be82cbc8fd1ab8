import { mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from '../logger.js';
import type { NewMessage } from '../protocol/messages.js';
import { syncDirectory } from './append-file.js';
import { nextTimestamp, nowNs } from './clock.js';
import { exceeds } from './limits.js';
import { MessageCache } from './message-cache.js';
import { Segment, encodeRecord, segmentBase } from './segment.js';
import type { Limits, MessageStore } from './store.js';

const SEGMENT_BYTES = 32 * 1024 * 1024;
const CACHE_BYTES = 1024 * 1024;

/**
 * The messages of one channel in a directory of segment files. The oldest segments are removed when a limit
 * is exceeded.
 */
export class FileMessages implements MessageStore {
  private segments: Segment[] = [];
  private readonly cache = new MessageCache(CACHE_BYTES);
  /** The full segment that was read last. Only this one stays open, because file descriptors are few. */
  private reading: Segment | undefined;
  private lastTimestamp = 0n;
  first = 1;
  last = 0;
  bytes = 0;

  constructor(
    private readonly directory: string,
    private readonly limits: Limits,
    private readonly logger: Logger,
  ) {
    if (mkdirSync(directory, { recursive: true })) syncDirectory(dirname(directory));
    this.recover();
  }

  async append(messages: readonly NewMessage[]): Promise<void> {
    const batch: { record: Buffer; encoded: Buffer }[] = [];
    let timestamp = this.lastTimestamp;
    for (const message of messages) {
      timestamp = nextTimestamp(timestamp);
      batch.push(encodeRecord(message, this.last + batch.length + 1, timestamp));
    }
    const segment = this.active();
    segment.file.append(Buffer.concat(batch.map(({ record }) => record)));
    try {
      await segment.file.sync();
    } catch (error) {
      segment.file.cut(segment.size);
      throw error;
    }
    segment.grow(batch.map(({ record }) => record.length));
    for (const { record, encoded } of batch) {
      this.cache.add(++this.last, encoded);
      this.bytes += record.length;
    }
    this.lastTimestamp = timestamp;
    this.enforceLimits();
  }

  lookup(sequence: number): Buffer | undefined {
    if (sequence < this.first || sequence > this.last) return undefined;
    return this.cache.get(sequence) ?? this.segmentOf(sequence)?.read(sequence);
  }

  timestamp(sequence: number): bigint | undefined {
    if (sequence < this.first || sequence > this.last) return undefined;
    return this.segmentOf(sequence)?.timestamp(sequence);
  }

  expire(): void {
    if (this.limits.ageMs === 0) return;
    const oldest = nowNs() - BigInt(this.limits.ageMs) * 1_000_000n;
    while (this.first <= this.last && (this.timestamp(this.first) ?? 0n) < oldest) this.dropFirst();
    this.removeEmptySegments();
  }

  close(): void {
    for (const segment of this.segments) segment.close();
  }

  private recover(): void {
    const bases = readdirSync(this.directory).map(segmentBase);
    let damagedBytes = 0;
    for (const base of bases.filter((each) => each !== undefined).sort((a, b) => a - b)) {
      const next = (this.segments.at(-1)?.last ?? base - 1) + 1;
      // a crash can cut only the last segment short; any other damage must not be hidden by cutting
      if (next !== base || damagedBytes > 0)
        throw new Error(
          `${this.directory}: messages from ${next} on, before ${base}, are missing or damaged`,
        );
      const segment = new Segment(this.directory, base);
      ({ damagedBytes } = segment.load());
      this.segments.push(segment);
      this.bytes += segment.size;
    }
    const last = this.segments.at(-1);
    if (last && damagedBytes > 0) this.cutTail(last, damagedBytes);
    this.first = this.segments[0]?.base ?? 1;
    this.last = last?.last ?? 0;
    if (this.last >= this.first) this.lastTimestamp = this.timestamp(this.last) ?? 0n;
    this.enforceLimits();
    this.expire();
  }

  /**
   * A crash may cut a write short. The messages in it were never acknowledged, because that takes a finished
   * write.
   */
  private cutTail(segment: Segment, damagedBytes: number): void {
    segment.file.cut(segment.size);
    segment.file.syncNow();
    this.logger.warn(
      `${segment.file.path}: cut off ${damagedBytes} bytes of an unfinished write behind message ${segment.last}`,
    );
  }

  private active(): Segment {
    const last = this.segments.at(-1);
    if (last && last.size < SEGMENT_BYTES) return last;
    const next = new Segment(this.directory, this.last + 1);
    next.file.syncNow();
    syncDirectory(this.directory);
    last?.close();
    this.segments.push(next);
    return next;
  }

  private segmentOf(sequence: number): Segment | undefined {
    const segment = this.segments.findLast(({ base }) => base <= sequence);
    if (segment && segment !== this.reading && segment !== this.segments.at(-1)) {
      this.reading?.close();
      this.reading = segment;
    }
    return segment;
  }

  private enforceLimits(): void {
    while (exceeds(this.limits, this.last - this.first + 1, this.bytes)) this.dropFirst();
    this.removeEmptySegments();
  }

  private dropFirst(): void {
    const segment = this.segments.find(({ last }) => last >= this.first);
    this.bytes -= segment?.recordBytes(this.first) ?? 0;
    this.first++;
  }

  /** The last segment stays even if all its messages are dropped: it tells the next sequence. */
  private removeEmptySegments(): void {
    while (this.segments.length > 1 && (this.segments[0]?.last ?? Infinity) < this.first)
      this.segments.shift()?.remove();
  }
}
