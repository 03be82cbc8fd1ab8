import type { Request, RequestHandler, Response } from 'express';
import { ServiceOverloadedError } from '../errors/http-errors.js';
import type { Logger } from '../telemetry/logger.js';
import { requestsInFlight, requestsShed } from '../telemetry/metrics.js';
import { sendError } from './error-handler.js';
import { Turns } from './turns.js';

/** A queue of requests that makes most of them wait longer than this is too long. The site waits 5 s for an answer. */
export const TARGET_MS = 1_000;
/** Whether the queue is too long is decided at the end of each interval, by the requests that were answered in it. */
export const INTERVAL_MS = 500;
/** So many requests are always let in. Few requests that take long are no overload: they wait for something else. */
export const ALWAYS_LET_IN = 100;

/**
 * Decides which requests a process takes on. While most answers come within the target, it takes on all of them, however
 * many come in one instant. When they do not, it takes on only as many at a time as it answers in the target time. So the
 * queue is never much longer than that, and the process goes on to answer as many as it can
 * (the idea is that of CoDel, https://queue.acm.org/detail.cfm?id=2209336, and Little's law gives the number).
 */
export class LoadShedder {
  private inFlight = 0;
  private limit = Infinity;
  private intervalBegan: number;
  private answered = 0;
  private late = 0;

  /** @param now a clock in ms that only goes forward. */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.intervalBegan = now();
  }

  /** How many requests are at work. */
  get size(): number {
    return this.inFlight;
  }

  /** Whether the process takes on one more request. */
  admits(): boolean {
    this.look(this.now());
    return this.inFlight < this.limit;
  }

  /**
   * Counts a request that was taken on, from when all of it has arrived: a caller who sends slowly keeps nobody busy.
   * @returns a function to call when the request has ended.
   */
  begin(): () => void {
    const began = this.now();
    this.inFlight++;
    return () => {
      const ended = this.now();
      this.inFlight--;
      this.answered++;
      if (ended - began > TARGET_MS) this.late++;
      this.look(ended);
    };
  }

  private look(now: number): void {
    const elapsed = now - this.intervalBegan;
    if (elapsed < INTERVAL_MS) return;
    const { answered, late, inFlight } = this;
    const isBehind =
      late > answered / 2 || (answered === 0 && inFlight > ALWAYS_LET_IN && elapsed > TARGET_MS);
    if (answered === 0 && !isBehind && inFlight > 0) return; // nothing can be said yet
    if (isBehind) this.limit = Math.max(ALWAYS_LET_IN, (answered / elapsed) * TARGET_MS);
    else if (inFlight <= this.limit / 2) this.limit = Infinity;
    this.intervalBegan = now;
    this.answered = 0;
    this.late = 0;
  }
}

/** Overload is logged at most once in this time. */
const LOG_EVERY_MS = 10_000;

/**
 * Answers a request with 503 and `Retry-After` before anything is done for it when the process has more to do than it can.
 * Refusals are counted, and not logged one by one.
 */
export function shedLoad(logger: Logger, shedder = new LoadShedder()): RequestHandler {
  const turns = new Turns();
  const known = new WeakSet<object>();
  let refused = 0;
  let loggedAt = -Infinity;
  const count = (res: Response) => {
    if (res.writableEnded || res.destroyed) return; // it was answered before its body had arrived
    const leave = shedder.begin();
    requestsInFlight.set(shedder.size);
    res.once('close', () => {
      leave();
      requestsInFlight.set(shedder.size);
    });
  };
  return (req, res, next) => {
    // A pipelined request that waits behind another one of its connection has no socket yet. Node never says that its answer
    // has ended when the connection is lost, so it is not counted. Proxies and browsers do not pipeline
    const { socket } = res;
    if (socket === null) return next();
    if (!known.has(socket)) {
      known.add(socket);
      turns.connected();
    }
    if (shedder.admits()) {
      if (hasBody(req)) req.once('end', () => count(res));
      else count(res);
      return turns.begin(next);
    }
    refused++;
    requestsShed.inc();
    sendError(res, new ServiceOverloadedError());
    if (performance.now() - loggedAt < LOG_EVERY_MS) return;
    loggedAt = performance.now();
    logger.warn({ refused, inFlight: shedder.size }, 'overloaded: requests are refused with 503');
    refused = 0;
  };
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-6 */
function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
