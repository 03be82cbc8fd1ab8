import type { Result } from './api/result';
import * as words from './words';

/** The texts in place of a page that has no data. `result` is the answer that it needs, if it knows one. */
export function outageWords(result?: Result<unknown>): { title: string; text: string; action: string } {
  const isBusy = result !== undefined && !result.ok && result.failure.kind === 'busy';
  return isBusy ? words.busy : words.down;
}
