import type { Appearance } from '@stripe/stripe-js';
import { integrationError } from './integration-error.js';
import { FrameLink } from './frame-link.js';
import type { CallName, Calls, Told } from './protocol.js';

type Listener = (event: object) => void;
type Event = Extract<Told, { event: string }>;

export interface ElementContext {
  origin: string;
  publishableKey: string;
  appearance: () => Appearance | undefined;
}

/** The card fields in a page. They are in a frame of the stand-in, so the page never sees what is typed. */
export class PaymentElement {
  private link: FrameLink | undefined;
  private readonly listeners = new Map<string, Set<Listener>>();
  private destroyed = false;

  constructor(private readonly context: ElementContext) {}

  mount(place: string | HTMLElement): void {
    if (this.destroyed)
      throw integrationError('This Element has already been destroyed. Please create a new one.');
    const parent = typeof place === 'string' ? document.querySelector(place) : place;
    if (!parent)
      throw integrationError('The selector you specified applies to no DOM elements that are on the page.');
    if (this.link?.frame.parentElement === parent) return;
    this.unmount();
    const { origin, publishableKey, appearance } = this.context;
    this.link = new FrameLink(
      origin,
      () => ({ publishableKey, appearance: appearance() }),
      (event) => this.hear(event),
      () =>
        this.emit('loaderror', {
          error: { type: 'api_connection_error', message: 'The card fields could not be loaded.' },
        }),
    );
    parent.replaceChildren(this.link.frame);
  }

  unmount(): void {
    this.link?.close();
    this.link = undefined;
  }

  destroy(): void {
    this.unmount();
    this.listeners.clear();
    this.destroyed = true;
  }

  on(event: string, listener: Listener): this {
    const listeners = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, listeners.add(listener));
    return this;
  }

  once(event: string, listener: Listener): this {
    const onceOnly = (detail: object) => {
      this.off(event, onceOnly);
      listener(detail);
    };
    return this.on(event, onceOnly);
  }

  off(event: string, listener?: Listener): this {
    if (listener) this.listeners.get(event)?.delete(listener);
    else this.listeners.delete(event);
    return this;
  }

  /** The only setting that the stand-in has is the appearance, which belongs to `elements`. */
  update(): void {
    this.tell('update', this.context.appearance());
  }

  focus(): void {
    this.link?.frame.focus();
    this.tell('focus', undefined);
  }

  blur(): void {
    this.tell('blur', undefined);
  }

  clear(): void {
    this.tell('clear', undefined);
  }

  collapse(): void {
    // There is one payment method only, and it is always open
  }

  ask<N extends CallName>(call: N, args: Calls[N]['args']): Promise<Calls[N]['result']> {
    if (!this.link)
      throw integrationError('Invalid value for elements: a mounted payment Element is needed.');
    return this.link.call(call, args);
  }

  /** A frame that has not loaded yet is empty, and gets the newest appearance when it loads. */
  private tell<N extends CallName>(call: N, args: Calls[N]['args']): void {
    this.link?.call(call, args).catch(() => undefined);
  }

  private hear(event: Event): void {
    if (event.event === 'height') return;
    if (event.event === 'enter') return this.link?.frame.closest('form')?.requestSubmit();
    if (event.event === 'change') {
      const { complete, empty } = event;
      return this.emit('change', { complete, empty, collapsed: false, value: { type: 'card' } });
    }
    this.emit(event.event, {});
  }

  private emit(event: string, detail: object): void {
    for (const listener of [...(this.listeners.get(event) ?? [])])
      listener({ elementType: 'payment', ...detail });
  }
}
