import type { RequestHandler, Response } from 'express';
import { mongoAnswers } from '../mongo/connect.js';
import type { Logger } from '../telemetry/logger.js';
import { sendError, unavailable } from './error-handler.js';

/** A request that takes longer asks whether the database answers. With the next limit this is 3 s: the site waits 5 s. */
const PATIENCE_MS = 2_000;
const ANSWER_LIMIT_MS = 1_000;

/**
 * Answers a request with 503 when it waits for a database that does not answer, within 5 s. The route cannot be stopped:
 * it goes on, and its answer is dropped. A request that takes long for another reason goes on, too.
 * @param answers resolves to whether the database answers within a time in milliseconds.
 */
export function deadline(
  logger: Logger,
  answers: (limitMs: number) => Promise<boolean> = mongoAnswers,
): RequestHandler {
  return (req, res, next) => {
    const ask = async () => {
      const silent = !(await answers(ANSWER_LIMIT_MS));
      // nobody says that a pipelined answer has ended when its connection is lost
      if (res.writableEnded || res.destroyed || req.socket.destroyed) return;
      if (!silent || res.headersSent) {
        timer = setTimeout(() => void ask(), ANSWER_LIMIT_MS);
        return;
      }
      logger.warn(
        { method: req.method, path: req.path },
        'the database does not answer; a request was given up',
      );
      sendError(res, unavailable(req));
      ignoreLaterAnswer(res);
    };
    let timer = setTimeout(() => void ask(), PATIENCE_MS);
    res.once('close', () => clearTimeout(timer));
    next();
  };
}

/** Makes everything that a route still does to its answer have no effect. Express would throw and close the connection. */
function ignoreLaterAnswer(res: Response): void {
  const nothing = () => res;
  Object.assign(res, {
    setHeader: nothing,
    appendHeader: nothing,
    removeHeader: nothing,
    writeHead: nothing,
    write: () => true,
    end: nothing,
    json: nothing,
    send: nothing,
  });
}
