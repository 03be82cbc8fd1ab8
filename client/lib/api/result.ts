export interface ErrorItem {
  message: string;
  field?: string;
}

/** The reason why a call failed, as far as the site treats it differently. */
export type Failure =
  | { kind: 'unauthorized' }
  | { kind: 'notFound' }
  /** The person can correct the input; the items say how. */
  | { kind: 'refused'; errors: ErrorItem[] }
  /** There was no answer, none in time, or one that says only that something went wrong. */
  | { kind: 'down' };

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** The failure that an answer with `status` and `body` means. The API writes `{errors: [{message, field?}]}`. */
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
