import type { RequestHandler } from 'express';
import type { Logger } from '../telemetry/logger.js';
import { requestSeconds } from '../telemetry/metrics.js';
import { currentTraceId } from '../telemetry/trace-context.js';

/**
 * Logs each request when its answer is sent, or when its caller has left before that, and measures how long it took. The
 * line has no headers, because they carry sessions. The error handler logs the reason of an error.
 */
export function requestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const { method, url } = req;
    const traceId = currentTraceId();
    let logged = false;
    const done = () => {
      if (logged) return;
      logged = true;
      const ms = performance.now() - began;
      const { statusCode, writableFinished } = res;
      const entry = { traceId, req: { method, url }, res: { statusCode }, responseTime: Math.round(ms) };
      if (statusCode >= 500) logger.error(entry, 'request errored');
      else logger.info(entry, writableFinished ? 'request completed' : 'request aborted');
      if (!writableFinished) return;
      const route = (req.route as { path?: string } | undefined)?.path ?? 'none';
      requestSeconds.observe({ method, route, status: statusCode }, ms / 1000);
    };
    res.once('finish', done);
    res.once('close', done);
    next();
  };
}
