import type { System } from '@ticketing/local';
import type { NatsConnection } from '@ticketing/common/bus';
import type { Recorder } from './history.js';
import type { Bank } from './load/bank.js';
import type { Links } from './links/links.js';
import type { Webhooks } from './links/webhooks.js';
import type { Random } from './random.js';

/** The parts of the running system that a fault may use. */
export interface Scene {
  system: System;
  links: Links;
  bank: Bank;
  /** The way of the bank's webhooks to the system. */
  webhooks: Webhooks;
  /** The driver's own connection to the bus. Only a fault of the bus itself disturbs it. */
  bus: NatsConnection;
  recorder: Recorder;
  /** Shows people who watch what goes on, until the returned function is called. */
  show(text: string): () => void;
}

/** Ends a fault. */
export type Heal = () => Promise<void> | void;

/** A fault that was drawn, with everything it will do: the same seed draws the same. */
export interface PlannedFault {
  /** The name of its kind. */
  kind: string;
  /** The processes or links that it befalls. */
  target: string;
  /** Further figures, for people who read the plan or the history. */
  detail: Record<string, unknown>;
  /** It is healed after this time; 0 for a fault that is over at once. */
  durationMs: number;
  /** Whether calls may fail meanwhile. A caller must not notice a fault of the bus, Redis or the worker alone. */
  failsCalls: boolean;
  /** The processes that it ends, which their supervisor then starts again. */
  ends?: string[];
  /** Resolves, or returns, when the fault is there; with a function that ends it, if it does not end by itself. */
  inject(scene: Scene): Heal | void | Promise<Heal | void>;
}

export interface Limits {
  /** No fault lasts longer than this. */
  longestMs: number;
}

export interface FaultKind {
  name: string;
  /** It is drawn this often, compared with the others. */
  weight: number;
  draw(random: Random, limits: Limits): PlannedFault;
}
