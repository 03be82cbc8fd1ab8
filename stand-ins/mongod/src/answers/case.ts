import type { Document } from 'mongodb';

/** A page of MongoDB's manual, and requests that the page answers. */
export interface Page {
  /** The path below `MANUAL`, such as `reference/operator/query/elemMatch`. */
  page: string;
  /** The heading under which the page says it. */
  section: string;
  /** The documents that the collection holds before each request. A case can have its own. */
  documents?: Document[];
  cases: Case[];
}

export const MANUAL = 'https://www.mongodb.com/docs/manual/';

export type Case = Known & Answer;

interface Known {
  /** The behaviour, in at most 80 characters. */
  name: string;
  documents?: Document[];
  /** Commands that run before the request and succeed. */
  before?: Document[];
  /** A command, made by a function of `requests.ts`. */
  request: Document;
  /**
   * The stand-in refuses this request: its error has the code 238 and names the way to a real server. A real
   * server gives the answer.
   */
  refused?: true;
}

/**
 * The documented answer. Numbers count with their types: 1 is an int32, 1.5 a double; write `new Double(1)`
 * and `Long.fromNumber(1)` for the others. The order of fields counts too.
 */
export type Answer =
  /** The `_id` of each row, in the order of the answer. */
  | { ids: unknown[] }
  /** The rows of the answer, in order. */
  | { rows: Document[] }
  /** The documents of the collection after a write, in the order of `_id`. */
  | { after: Document[] }
  /** Fields of the answer. It may have more fields. */
  | { reply: Document }
  | Failure;

export interface Failure {
  /** The code of the error. The documents must not change. */
  error: number;
  /** A part of the message. */
  message?: string;
}
