/** What the sender has to do. */
export interface Order {
  ports: { tickets: number; orders: number };
  /** The header `Cookie` of each visitor. */
  cookies: string[];
  /** A ticket that anybody can look at. */
  ticketId: string;
  seconds: number;
  /** Requests per second, sent on schedule. Without it, `abreast` requests are always under way. */
  rate?: number;
  abreast: number;
  /** Another rate that follows at once. */
  then?: { seconds: number; rate: number };
}

/** The requests that were due in one second. Times are in ms, from the time at which a request was due. */
export interface Second {
  latencies: number[];
  /** The latencies of those that were refused with 503 and `Retry-After`. */
  shed: number[];
  errors: number;
}

export interface Report {
  seconds: Second[];
}
