import type { Appearance } from '@stripe/stripe-js';
import { integrationError } from './integration-error.js';
import { INIT, type CallName, type Calls, type Init, type Told } from './protocol.js';

const LOAD_LIMIT_MS = 15_000;

type Event = Extract<Told, { event: string }>;

/** The page's end of the link to the frame with the card fields. */
export class FrameLink {
  readonly frame = document.createElement('iframe');
  private port: MessagePort | undefined;
  private readonly waiting = new Map<number, (result: unknown) => void>();
  private timer: number | undefined;
  private calls = 0;

  constructor(
    private readonly origin: string,
    private readonly init: () => { publishableKey: string; appearance: Appearance | undefined },
    private readonly told: (event: Event) => void,
    private readonly failed: () => void,
  ) {
    const { frame } = this;
    frame.title = 'Secure card payment input frame';
    frame.src = `${origin}/v3/card`;
    Object.assign(frame.style, { border: '0', display: 'block', width: '100%', height: '230px' });
    frame.addEventListener('load', () => this.connect());
    this.timer = window.setTimeout(() => this.failed(), LOAD_LIMIT_MS);
  }

  /** Rejects when the frame has not loaded yet. */
  async call<N extends CallName>(call: N, args: Calls[N]['args']): Promise<Calls[N]['result']> {
    const { port } = this;
    if (!port) throw integrationError('The Element is not ready yet. Wait for its event `ready`.');
    const id = ++this.calls;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve as (result: unknown) => void);
      port.postMessage({ id, call, args });
    });
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.port?.close();
    this.port = undefined;
    this.frame.remove();
  }

  private connect(): void {
    const { port1, port2 } = new MessageChannel();
    this.port?.close();
    this.port = port1;
    port1.onmessage = ({ data }: MessageEvent<Told>) => this.hear(data);
    const message: Init = { type: INIT, ...this.init() };
    // The browser gives the port to a page of the stand-in, and to no other
    this.frame.contentWindow?.postMessage(message, this.origin, [port2]);
  }

  private hear(told: Told): void {
    if ('id' in told) {
      this.waiting.get(told.id)?.(told.result);
      this.waiting.delete(told.id);
      return;
    }
    if (told.event === 'ready') window.clearTimeout(this.timer);
    if (told.event === 'height') this.frame.style.height = `${told.height}px`;
    this.told(told);
  }
}
