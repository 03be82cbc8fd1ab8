import { parse } from 'qs';
import { invalidRequest } from '../errors.js';

export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = Record<string, FormValue>;

const OPTIONS = { depth: 8, strictDepth: true, parameterLimit: 1000, arrayLimit: 1000, plainObjects: false };

/**
 * Reads form-encoded parameters with nested keys: `metadata[orderId]=1`, `expand[]=latest_charge`, `types[0]=card`.
 * @throws ApiError 400 when the keys are nested too deeply
 */
export function parseForm(text: string): Form {
  try {
    return parse(text, OPTIONS) as Form;
  } catch (error) {
    if (error instanceof RangeError) throw invalidRequest('Invalid request parameters: nested too deeply');
    throw error;
  }
}
