/** Deliberate faults of webhooks. `drop`, `repeat`, `reorder` and `forge` are probabilities from 0 to 1. */
export interface WebhookFaults {
  /** The event is never sent. */
  drop: number;
  /** The event is sent a second time, some time later. */
  repeat: number;
  /** The event is held back, so that later ones overtake it. */
  reorder: number;
  /** A forged event with a wrong signature is sent too. */
  forge: number;
  /** The longest time that an event is held back, in ms. */
  delayMs: number;
  /** The same seed gives the same faults for the same sequence of events. */
  seed: number;
}

export const NO_WEBHOOK_FAULTS: WebhookFaults = {
  drop: 0,
  repeat: 0,
  reorder: 0,
  forge: 0,
  delayMs: 2_000,
  seed: 1,
};
