/** The answer to a request. */
export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}
