export interface ErrorItem {
  /** Plain words for the person who made the request. */
  message: string;
  /** The field of the request that is to blame. */
  field?: string;
}

/**
 * An answer other than success, thrown from anywhere below a route and turned into JSON by `errorHandler`. Its text is
 * shown to the client, so it never tells what is inside.
 */
export abstract class HttpError extends Error {
  /** The HTTP status of the answer. */
  abstract readonly status: number;
  /** A stable name of the case, for logs and for code that decides by it. */
  abstract readonly code: string;
  /** Header fields the answer carries besides its body. */
  readonly headers: Readonly<Record<string, string>> = {};

  serialize(): ErrorItem[] {
    return [{ message: this.message }];
  }
}
