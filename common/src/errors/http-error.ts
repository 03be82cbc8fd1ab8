export interface ErrorItem {
  /** Plain words for the person who made the request. */
  message: string;
  /** The field of the request that is wrong. */
  field?: string;
  /** Tells programs why, where they act on it. Only some errors have it. */
  code?: string;
}

/**
 * An answer other than success. Any code below a route may throw it; `errorHandler` turns it into JSON. The client sees
 * the text, so the text tells nothing about the inside of the service.
 */
export abstract class HttpError extends Error {
  /** The HTTP status of the answer. */
  abstract readonly status: number;
  /** A stable name of the case, for logs and for code that distinguishes errors. */
  abstract readonly code: string;
  /** Whether only the person who runs the system can end the problem. Then it is logged. */
  readonly forOperator: boolean = false;
  /** Header fields of the answer. */
  readonly headers: Readonly<Record<string, string>> = {};
  /** Fields of the answer beside `errors`, for example the present state of what could not be changed. */
  readonly details: Readonly<Record<string, unknown>> = {};

  serialize(): ErrorItem[] {
    return [{ message: this.message }];
  }
}
