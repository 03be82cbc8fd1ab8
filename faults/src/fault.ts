import type { System } from '@ticketing/local';
import type { NatsConnection } from '@ticketing/common/bus';
import type { Recorder } from './history.js';
import type { Links } from './links/links.js';
import type { Random } from './random.js';

/** What a fault may lay its hands on. */
export interface Scene {
  system: System;
  links: Links;
  /** The driver's own way to the bus, which no fault disturbs but the bus's own death. */
  bus: NatsConnection;
  recorder: Recorder;
}

/** Ends a fault. */
export type Heal = () => Promise<void> | void;

/** A fault that was drawn, with all that it will do: the same seed draws the same. */
export interface PlannedFault {
  /** The name of its kind. */
  kind: string;
  /** What it befalls: processes, or links. */
  target: string;
  /** Further figures that were drawn, for who reads the plan. */
  detail: Record<string, unknown>;
  /** How long it lasts before it is healed; 0 for what is over at once. */
  durationMs: number;
  /** Whether calls may fail meanwhile. What befalls the bus, Redis or the worker alone must not be felt by a caller. */
  failsCalls: boolean;
  /** The processes that it ends, which their supervisor then starts again. */
  ends?: string[];
  /** Resolves, or returns, when the fault is there; with what ends it, where that is needed. */
  inject(scene: Scene): Heal | void | Promise<Heal | void>;
}

export interface Limits {
  /** No fault lasts longer. */
  longestMs: number;
}

export interface FaultKind {
  name: string;
  /** How often it is drawn, compared with the others. */
  weight: number;
  draw(random: Random, limits: Limits): PlannedFault;
}
