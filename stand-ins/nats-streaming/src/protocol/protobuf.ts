/*
 * The part of the protobuf wire format (https://protobuf.dev/programming-guides/encoding/) that NATS Streaming uses.
 * It is written by hand because the generated code of google-protobuf takes several times as long, and every message
 * is encoded or decoded twice here.
 */

/** Wire types. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const LOW_BITS = 0x1_0000_0000;

/**
 * Reads the fields of a message one by one. Throws a RangeError when the message is cut short or is not
 * protobuf.
 */
export class ProtobufReader {
  private position = 0;
  /** The number of the current field. */
  field = 0;
  private wireType = 0;

  constructor(private readonly data: Buffer) {}

  /** Goes on to the next field. Returns false at the end. The current field must have been read or skipped. */
  next(): boolean {
    if (this.position >= this.data.length) return false;
    const tag = this.varint();
    this.field = tag >>> 3;
    this.wireType = tag & 7;
    if (this.field === 0) throw new RangeError('field number 0');
    return true;
  }

  bytes(): Buffer {
    this.expect(BYTES);
    const length = this.varint();
    return this.data.subarray(this.position, this.advance(length));
  }

  string(): string {
    this.expect(BYTES);
    const length = this.varint();
    return this.data.toString('utf8', this.position, this.advance(length));
  }

  /** An unsigned integer. It is exact up to 2^53, and no sequence grows that large. */
  uint(): number {
    this.expect(VARINT);
    return this.varint();
  }

  int32(): number {
    this.expect(VARINT);
    return Number(BigInt.asIntN(32, this.varint64()));
  }

  int64(): bigint {
    this.expect(VARINT);
    return BigInt.asIntN(64, this.varint64());
  }

  /** Reads a field of any type: bytes as a string, a varint as a bigint. */
  value(): string | bigint {
    return this.wireType === BYTES ? this.string() : this.int64();
  }

  skip(): void {
    if (this.wireType === VARINT) this.varint64();
    else if (this.wireType === FIXED64) this.advance(8);
    else if (this.wireType === FIXED32) this.advance(4);
    else this.bytes();
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType) throw new RangeError(`wire type ${this.wireType}`);
  }

  private advance(length: number): number {
    const end = this.position + length;
    if (end > this.data.length) throw new RangeError('cut short');
    this.position = end;
    return end;
  }

  private varint(): number {
    let value = 0;
    let weight = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
      weight *= 128;
    }
    throw new RangeError('varint too long');
  }

  private varint64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('varint too long');
  }

  private byte(): number {
    const byte = this.data[this.position++];
    if (byte === undefined) throw new RangeError('cut short');
    return byte;
  }
}

/** Builds a message. It leaves out fields that have their default value, as proto3 does. */
export class ProtobufWriter {
  private buffer: Buffer;
  private used = 0;

  /** `bytes` is the expected size of the message. The buffer grows when the message needs more. */
  constructor(bytes = 128) {
    this.buffer = Buffer.allocUnsafe(bytes);
  }

  string(field: number, value: string): this {
    if (value === '') return this;
    this.reserve(value.length * 3);
    this.tag(field, BYTES);
    this.varint(Buffer.byteLength(value));
    this.used += this.buffer.write(value, this.used);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    if (value.length === 0) return this;
    this.reserve(value.length);
    this.tag(field, BYTES);
    this.varint(value.length);
    this.buffer.set(value, this.used);
    this.used += value.length;
    return this;
  }

  uint(field: number, value: number): this {
    if (value === 0) return this;
    this.reserve(0);
    this.tag(field, VARINT);
    this.varint(value);
    return this;
  }

  int64(field: number, value: bigint): this {
    if (value === 0n) return this;
    this.reserve(0);
    this.tag(field, VARINT);
    let rest = BigInt.asUintN(64, value);
    for (; rest >= BigInt(LOW_BITS); rest >>= 7n) this.buffer[this.used++] = Number(rest & 0x7fn) | 0x80;
    this.varint(Number(rest));
    return this;
  }

  bool(field: number, value: boolean): this {
    return this.uint(field, value ? 1 : 0);
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.used++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.used++] = rest;
  }

  private reserve(bytes: number): void {
    const needed = this.used + bytes + 20; // room for a tag and a length, or for a tag and a number
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
