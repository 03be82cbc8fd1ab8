/** The newest messages of a channel, up to a number of bytes. Subscribers that keep pace need only these. */
export class MessageCache {
  private readonly messages = new Map<number, Buffer>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get(sequence: number): Buffer | undefined {
    return this.messages.get(sequence);
  }

  add(sequence: number, message: Buffer): void {
    this.messages.set(sequence, message);
    this.bytes += message.length;
    for (const [oldest, { length }] of this.messages) {
      if (this.bytes <= this.maxBytes) break;
      this.messages.delete(oldest);
      this.bytes -= length;
    }
  }
}
