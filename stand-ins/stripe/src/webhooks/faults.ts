import { parseDuration } from '../duration.js';

/** Deliberate faults of webhooks. Each of the first four is a probability from 0 to 1. */
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

const NONE: WebhookFaults = { drop: 0, repeat: 0, reorder: 0, forge: 0, delayMs: 2_000, seed: 1 };

/**
 * Reads `drop=0.2,repeat=0.3,reorder=0.3,forge=0.1,delay=2s,seed=7`.
 * @throws Error that names the part that is wrong
 */
export function parseFaults(text: string): WebhookFaults {
  const faults = { ...NONE };
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [name = '', value = ''] = part.trim().split('=');
    if (name === 'drop' || name === 'repeat' || name === 'reorder' || name === 'forge')
      faults[name] = read(part, Number(value), (rate) => rate >= 0 && rate <= 1);
    else if (name === 'delay') faults.delayMs = read(part, parseDuration(value) ?? NaN, (ms) => ms >= 0);
    else if (name === 'seed') faults.seed = read(part, Number(value), Number.isInteger);
    else throw new Error(`unknown webhook fault: ${part}`);
  }
  return faults;
}

function read(part: string, value: number, isValid: (value: number) => boolean): number {
  if (value === undefined || Number.isNaN(value) || !isValid(value))
    throw new Error(`bad webhook fault: ${part}`);
  return value;
}
