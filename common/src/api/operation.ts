import type { z } from 'zod';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Such as `GET /api/tickets/:id`. */
export type OperationName = `${Method} /api/${string}`;

/** A header field of an answer. */
export type HeaderName = 'cache-control' | 'etag' | 'link' | 'retry-after' | 'set-cookie';

/** An answer with one status. */
export interface AnswerDescription {
  description: string;
  /** The body. An answer without one is empty. */
  body?: z.ZodType;
  /** The type of the body, if it is another one than `application/json`. */
  type?: string;
  /** Header fields that the answer always has. */
  headers?: readonly HeaderName[];
  /** Header fields that it has now and then. The description says when. */
  maybeHeaders?: readonly HeaderName[];
}

/** One route of the API, as a client sees it. */
export interface Operation {
  summary: string;
  description?: string;
  /** `required`: without a session the answer is 401. `optional`: the answer depends on who asks. */
  session?: 'required' | 'optional';
  /** The parameters of the query. All values are texts in a URL; the types are those of the values that they stand for. */
  query?: z.ZodObject;
  /** Header fields of the request. */
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** The answers by status, without those that every operation has. */
  answers: Readonly<Record<number, AnswerDescription>>;
}
