import { isInput } from './input-fields';

/** The text that a visitor sent with a form that was not carried out. */
export interface KeptInput {
  /** Names and texts, in the order of the form. A name may stand several times. */
  fields: readonly (readonly [name: string, text: string])[];
  /** Whether something could not be kept: a file, or text that is too long. */
  cut: boolean;
}

/** The header that carries the input from the proxy to the page. */
export const KEPT_INPUT = 'x-kept-input';

/** A form of this site carries far less. Next.js refuses what is larger than 1 MB, but a page must hold this much. */
const MOST_BYTES = 32_000;
/** The text of a form's fields, as far as it may be kept. */
export function keptInput(form: Iterable<[string, FormDataEntryValue]>): KeptInput {
  const fields: [string, string][] = [];
  let cut = false;
  let left = MOST_BYTES;
  for (const [name, value] of form) {
    if (!isInput(name)) continue;
    const bytes = typeof value === 'string' ? Buffer.byteLength(name + value) : Infinity;
    if (bytes <= left && typeof value === 'string') {
      fields.push([name, value]);
      left -= bytes;
    } else if (typeof value === 'string' || value.size > 0) cut = true; // a field for a file that was left empty has a file too
  }
  return { fields, cut };
}

/** The input in the form of a header. */
export function toHeader(kept: KeptInput): string {
  return Buffer.from(JSON.stringify(kept)).toString('base64url');
}

export function fromHeader(header: string | null): KeptInput | undefined {
  return header === null ? undefined : (JSON.parse(Buffer.from(header, 'base64url').toString()) as KeptInput);
}
