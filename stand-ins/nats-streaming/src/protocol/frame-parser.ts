const CR = 13;
const LF = 10;
const MAX_CONTROL_LINE = 4_096;
const NOTHING = Buffer.alloc(0);

export interface FrameHandler {
  /**
   * Takes a line of the protocol without its CRLF. Returns how many payload bytes follow it, or -1 for none.
   */
  onLine(line: string): number;
  /** Takes the payload that the last line announced. It is a view of the received chunk: copy it to keep it. */
  onPayload(payload: Buffer): void;
  onProtocolError(reason: string): void;
}

/** Cuts a TCP stream into lines and payloads. The chunks of the stream may end anywhere. */
export class FrameParser {
  private chunks: Buffer[] = [];
  private buffered = 0;
  private payloadBytes = -1;
  private stopped = false;

  constructor(private readonly handler: FrameHandler) {}

  push(chunk: Buffer): void {
    if (this.stopped) return;
    this.buffered += chunk.length;
    this.chunks.push(chunk);
    // a large payload arrives in many chunks: they are joined once, when all are there
    if (this.payloadBytes >= 0 && this.buffered < this.payloadBytes + 2) return;
    this.keep(this.parse(this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks)));
  }

  /** From now on, all input is ignored. */
  stop(): void {
    this.stopped = true;
    this.keep(NOTHING);
  }

  private parse(data: Buffer): Buffer {
    let position = 0;
    while (!this.stopped) {
      const end = this.payloadBytes < 0 ? this.line(data, position) : this.payload(data, position);
      if (end === position) break;
      position = end;
    }
    return this.stopped ? NOTHING : data.subarray(position);
  }

  private line(data: Buffer, start: number): number {
    const end = data.indexOf(LF, start);
    const length = (end === -1 ? data.length : end) - start;
    if (length > MAX_CONTROL_LINE) {
      this.fail('maximum control line exceeded');
      return start;
    }
    if (end === -1) return start;
    const textEnd = end > start && data[end - 1] === CR ? end - 1 : end;
    this.payloadBytes = this.handler.onLine(data.toString('utf8', start, textEnd));
    return end + 1;
  }

  private payload(data: Buffer, start: number): number {
    const end = start + this.payloadBytes;
    if (data.length < end + 2) return start;
    if (data[end] !== CR || data[end + 1] !== LF) {
      this.fail('Unknown Protocol Operation');
      return start;
    }
    this.payloadBytes = -1;
    this.handler.onPayload(data.subarray(start, end));
    return end + 2;
  }

  private fail(reason: string): void {
    this.stop();
    this.handler.onProtocolError(reason);
  }

  private keep(rest: Buffer): void {
    this.chunks = rest.length > 0 ? [rest] : [];
    this.buffered = rest.length;
  }
}
