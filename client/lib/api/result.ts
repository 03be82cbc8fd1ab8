export interface ErrorItem {
  message: string;
  field?: string;
}

/** Why a call did not succeed, by what the site can do about it. */
export type Failure =
  | { kind: 'unauthorized' }
  | { kind: 'notFound' }
  /** The person can mend it; the items say how. */
  | { kind: 'refused'; errors: ErrorItem[] }
  /** No answer, none in time, or one that says no more than that it went wrong. */
  | { kind: 'down' };

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What the answer `status` with `body` means; the API writes `{errors: [{message, field?}]}`. */
export function failureOf(status: number, body: unknown): Failure {
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 404) return { kind: 'notFound' };
  const errors = errorItems(body);
  return status >= 400 && status < 500 && errors.length > 0 ? { kind: 'refused', errors } : { kind: 'down' };
}

function errorItems(body: unknown): ErrorItem[] {
  const errors: unknown = isRecord(body) ? body.errors : undefined;
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((item: unknown) => {
    if (!isRecord(item) || typeof item.message !== 'string') return [];
    const { message, field } = item;
    return [typeof field === 'string' ? { message, field } : { message }];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
