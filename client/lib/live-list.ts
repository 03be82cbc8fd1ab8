export type RowState = 'onSale' | 'reserved' | 'gone';

export interface OnSale {
  /** Of the tickets on sale, newest first. */
  ids: readonly string[];
  /** Whether more are on sale after the last of them. */
  more: boolean;
}

/**
 * The rows of a list after one more look at what is on sale. A ticket that is no more is marked as reserved, and at the
 * next look it is gone; its place stays, so that nothing moves under the visitor's hand. One that is back is back.
 */
export function nextStates(
  rows: Readonly<Record<string, RowState>>,
  { ids, more }: OnSale,
): Record<string, RowState> {
  const onSale = new Set(ids);
  const last = ids.at(-1) ?? '';
  const next = Object.entries(rows).map(([id, state]): [string, RowState] => {
    // ids grow with time: one below the last may have been pushed off the page by newer ones
    if (onSale.has(id) || (more && id < last)) return [id, 'onSale'];
    return [id, state === 'onSale' ? 'reserved' : 'gone'];
  });
  return Object.fromEntries(next);
}

/** Whether one of the `latest` is newer than all that are shown. */
export function hasNews(shown: readonly string[], latest: readonly string[]): boolean {
  const newest = shown[0] ?? '';
  return latest.some((id) => id > newest);
}

/** The rows that are shown, each as it is among the `latest`, and as it was if newer ones have pushed it off the page. */
export function keepShown<T extends { id: string }>(shown: readonly T[], latest: readonly T[]): T[] {
  const now = new Map(latest.map((row) => [row.id, row]));
  return shown.map((row) => now.get(row.id) ?? row);
}
