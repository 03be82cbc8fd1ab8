import type { Socket } from 'node:net';

export interface Timing {
  state: 'open' | 'slow' | 'closed';
  /** In ms; for a slow link. */
  min?: number;
  max?: number;
  draw?: ((min: number, max: number) => number) | undefined;
}

export interface Chunks {
  push(chunk: Buffer): void;
  set(timing: Timing): void;
}

/** Writes to a socket at once, later, or not before the link is open again; always in order. */
export class Delayed implements Chunks {
  private readonly waiting: { chunk: Buffer; due: number }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    private timing: Timing,
  ) {
    socket.once('close', () => clearTimeout(this.timer));
  }

  push(chunk: Buffer): void {
    if (this.timing.state === 'open' && this.waiting.length === 0) return this.write(chunk);
    this.waiting.push({ chunk, due: Math.max(this.due(), this.waiting.at(-1)?.due ?? 0) });
    this.pump();
  }

  set(timing: Timing): void {
    this.timing = timing;
    for (const each of this.waiting) each.due = this.due();
    this.pump();
  }

  private due(): number {
    const { state, min = 0, max = 0, draw } = this.timing;
    if (state === 'closed') return Infinity;
    return state === 'open' ? 0 : Date.now() + (draw?.(min, max) ?? max);
  }

  private pump(): void {
    clearTimeout(this.timer);
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const rest = next.due - Date.now();
      if (rest === Infinity) return;
      if (rest > 0) return void (this.timer = setTimeout(() => this.pump(), rest));
      this.waiting.shift();
      this.write(next.chunk);
    }
  }

  private write(chunk: Buffer): void {
    if (this.socket.writable) this.socket.write(chunk);
  }
}
