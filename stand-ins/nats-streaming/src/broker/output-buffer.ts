const INITIAL_BYTES = 16_384;
const CRLF = 0x0d0a;

/** Gathers the output to a client in one turn of the event loop, so that it goes out in one write. */
export class OutputBuffer {
  private buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  private used = 0;

  get empty(): boolean {
    return this.used === 0;
  }

  text(text: string): void {
    this.reserve(text.length * 3);
    this.used += this.buffer.write(text, this.used, 'utf8');
  }

  message(head: string, payload: Uint8Array): void {
    this.reserve(head.length * 3 + payload.length + 2);
    this.used += this.buffer.write(head, this.used, 'utf8');
    this.buffer.set(payload, this.used);
    this.used = this.buffer.writeUInt16BE(CRLF, this.used + payload.length);
  }

  /** Returns the gathered output. It is never overwritten, because the socket may read it later. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.used);
    const rest = this.buffer.subarray(this.used);
    this.buffer = rest.length >= INITIAL_BYTES / 4 ? rest : Buffer.allocUnsafe(INITIAL_BYTES);
    this.used = 0;
    return taken;
  }

  private reserve(bytes: number): void {
    const needed = this.used + bytes;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2, INITIAL_BYTES));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
