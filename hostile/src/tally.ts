import { SITE } from '@ticketing/system';
import type { Target } from './routes/target.js';
import type { Exchange } from './send/exchange.js';

/** A page asks each service that it needs, and each of them may write a line about its refusal. */
const LINES_OF_A_PAGE = SITE.calls.length;

/** Counts the answers by kind. */
export class Tally {
  private readonly kinds = new Map<string, Map<string, number>>();

  private readonly lines = new Map<string, number>();

  add(kind: string, { type }: Pick<Target, 'type'>, { answers }: Exchange): void {
    const isOfSite = type === 'page' || type === 'action';
    const isRefused = answers.every(({ status }) => status >= (isOfSite ? 300 : 400));
    if (isRefused) this.lines.set(kind, this.mostLines(kind) + (isOfSite ? LINES_OF_A_PAGE : 1));
    const statuses = this.kinds.get(kind) ?? new Map<string, number>();
    this.kinds.set(kind, statuses);
    const status = answers.map((answer) => String(answer.status)).join('+') || 'closed';
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  sent(kind?: string): number {
    return this.sum(kind, () => true);
  }

  /** Those that were answered with 4xx, or by closing the connection. */
  refused(kind?: string): number {
    return this.sum(kind, (status) => status.startsWith('4') || status === 'closed');
  }

  /** So many lines may be in the logs about a kind: one for each refusal of a service. */
  mostLines(kind: string): number {
    return this.lines.get(kind) ?? 0;
  }

  /** A table with one line for each kind. */
  table(): string {
    const lines = [...this.kinds].map(([kind, statuses]) => [
      kind,
      String(this.sent(kind)),
      String(this.refused(kind)),
      [...statuses]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([status, count]) => `${status}: ${count}`)
        .join('  '),
    ]);
    const all = [
      ['kind', 'sent', 'refused', 'statuses'],
      ...lines,
      ['all', String(this.sent()), String(this.refused()), ''],
    ];
    const width = (column: number) => Math.max(...all.map((line) => line[column]!.length));
    return all
      .map(([kind, sent, refused, statuses]) =>
        `${kind!.padEnd(width(0))}  ${sent!.padStart(width(1))}  ${refused!.padStart(width(2))}  ${statuses}`.trimEnd(),
      )
      .join('\n');
  }

  private sum(kind: string | undefined, counts: (status: string) => boolean): number {
    const chosen = [...this.kinds].filter(([name]) => kind === undefined || name === kind);
    return chosen
      .flatMap(([, statuses]) => [...statuses])
      .reduce((sum, [status, count]) => (counts(status) ? sum + count : sum), 0);
  }
}
