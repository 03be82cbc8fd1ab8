export type RowState = 'onSale' | 'reserved' | 'gone';

export interface OnSale {
  /** The ids of the tickets on sale, newest first. */
  ids: readonly string[];
  /** Whether more tickets are on sale after the last of these. */
  more: boolean;
}

/**
 * The states of a list's rows after one more look at the tickets on sale. A ticket that is no longer on sale is first
 * marked as reserved, and gone at the next look. Its place stays, so that nothing moves under the visitor's hand. A
 * ticket that is on sale again is shown as on sale.
 */
export function nextStates(
  rows: Readonly<Record<string, RowState>>,
  { ids, more }: OnSale,
): Record<string, RowState> {
  const onSale = new Set(ids);
  const last = ids.at(-1) ?? '';
  const next = Object.entries(rows).map(([id, state]): [string, RowState] => {
    // ids grow with time: newer tickets may have pushed an id below the last one off the page
    if (onSale.has(id) || (more && id < last)) return [id, 'onSale'];
    return [id, state === 'onSale' ? 'reserved' : 'gone'];
  });
  return Object.fromEntries(next);
}

/** Whether one of the `latest` ids is newer than all that are shown. */
export function hasNews(shown: readonly string[], latest: readonly string[]): boolean {
  const newest = shown[0] ?? '';
  return latest.some((id) => id > newest);
}

/** The shown rows with their latest content. A row that newer ones have pushed off the page keeps its content. */
export function keepShown<T extends { id: string }>(shown: readonly T[], latest: readonly T[]): T[] {
  const now = new Map(latest.map((row) => [row.id, row]));
  return shown.map((row) => now.get(row.id) ?? row);
}
