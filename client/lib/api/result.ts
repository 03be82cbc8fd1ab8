import type { TicketInput } from './types';

export interface ErrorItem {
  message: string;
  field?: string;
  code?: string;
}

/** The reason why a call failed, as far as the site treats it differently. */
export type Failure =
  | { kind: 'unauthorized' }
  | { kind: 'notFound' }
  /** The person can correct the input; the items say how. */
  | { kind: 'refused'; errors: ErrorItem[] }
  /** The ticket is not what the person saw. This is what it is now, with its tag if the service told one. */
  | { kind: 'changed'; ticket: TicketInput; tag?: string }
  /** The key of the form stands for a ticket with another title or price, which has been listed. */
  | { kind: 'reused' }
  /** Very many people are here, so the service has done nothing. */
  | { kind: 'busy' }
  /** There was no answer, none in time, or one that says only that something went wrong. */
  | { kind: 'down' };

/** The code of an answer of a service that has more to do than it can. */
const OVERLOADED = 'SERVICE_OVERLOADED';

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/**
 * The failure that an answer with `status`, `body` and the header `ETag` means. The API writes
 * `{errors: [{message, field?}]}`, and what the ticket is now beside them.
 */
export function failureOf(status: number, body: unknown, tag?: string): Failure {
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 404) return { kind: 'notFound' };
  if (status === 422) return { kind: 'reused' };
  const ticket = status === 409 || status === 412 ? ticketOf(body) : undefined;
  if (ticket) return { kind: 'changed', ticket, ...(tag && { tag }) };
  const errors = errorItems(body);
  if (status === 503 && errors.some(({ code }) => code === OVERLOADED)) return { kind: 'busy' };
  return status >= 400 && status < 500 && errors.length > 0 ? { kind: 'refused', errors } : { kind: 'down' };
}

function errorItems(body: unknown): ErrorItem[] {
  const errors: unknown = isRecord(body) ? body.errors : undefined;
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((item: unknown) => {
    if (!isRecord(item) || typeof item.message !== 'string') return [];
    const { message, field, code } = item;
    return [
      {
        message,
        ...(typeof field === 'string' && { field }),
        ...(typeof code === 'string' && { code }),
      },
    ];
  });
}

function ticketOf(body: unknown): TicketInput | undefined {
  const ticket: unknown = isRecord(body) ? body.ticket : undefined;
  if (!isRecord(ticket)) return undefined;
  const { title, price } = ticket;
  return typeof title === 'string' && typeof price === 'number' ? { title, price } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
