import type { TicketInput } from './api/types';

/** The texts of hidden fields, by their names. They travel with the page, so that a later build can read them too. */
export type HiddenFields = Readonly<Record<string, string>>;

/** The names of all hidden fields. A visitor never typed their texts. */
export const HIDDEN_NAMES: readonly string[] = ['account', 'id', 'key', 'next', 'seen', 'tag'];

/**
 * The hidden field that says what the visitor saw of a ticket. It is JSON, because a form changes the line ends and the
 * lone surrogates of plain text, and old titles may have them.
 */
export function seenField({ title, price }: TicketInput): HiddenFields {
  return { seen: JSON.stringify({ title, price }) };
}

/** Reads what `seenField` wrote; undefined if it is missing or somebody changed it to something else. */
export function readSeen(text: string): TicketInput | undefined {
  try {
    const seen = JSON.parse(text) as Partial<TicketInput> | null;
    if (typeof seen?.title !== 'string' || typeof seen.price !== 'number') return undefined;
    return { title: seen.title, price: seen.price };
  } catch {
    return undefined;
  }
}
