import { parseDuration } from './duration.js';

/**
 * Reads deliberate faults such as `drop=0.2,delay=2s,seed=7`. `none` has a value for each name: `seed` is a whole number,
 * `delayMs` is written as a time (`delay=2s`), and all others are probabilities from 0 to 1.
 * @throws Error that names the part that is wrong
 */
export function parseFaults<T extends { seed: number }>(text: string, none: T): T {
  const faults: Record<string, number> = { ...none };
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [written = '', value = ''] = part.trim().split('=');
    const name = written === 'delay' ? 'delayMs' : written;
    if (!Object.hasOwn(none, name)) throw new Error(`unknown fault: ${part}`);
    faults[name] = read(part, name, value);
  }
  return faults as T;
}

function read(part: string, name: string, value: string): number {
  const number = name === 'delayMs' ? (parseDuration(value) ?? NaN) : Number(value || NaN);
  const isValid =
    name === 'seed' ? Number.isInteger(number) : number >= 0 && (name === 'delayMs' || number <= 1);
  if (isValid) return number;
  throw new Error(`bad fault: ${part}`);
}
