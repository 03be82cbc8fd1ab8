import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { sendError } from './answers.js';
import { answerHeaders, requestHeaders } from './headers.js';
import { passedOn } from './passed-on.js';
import type { Instance, Upstream } from './upstream.js';

/** A request that an instance of a service did not answer. */
export interface Failure {
  target: string;
  path: string;
  message: string;
}

const RETRIED_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/**
 * Hands a request on to an instance of a service, and its answer back. undici writes the request anew: it frames the body
 * by itself, and refuses a body that has another length than its header says. A request that may be repeated goes to another
 * instance when the first one fails.
 */
export async function forward(
  upstream: Upstream,
  {
    req,
    res,
    onFailure,
  }: { req: IncomingMessage; res: ServerResponse; onFailure?: (failure: Failure) => void },
): Promise<void> {
  const gone = new EventEmitter(); // undici takes it for a signal, and it costs less than one
  res.once('close', () => gone.emit('abort'));
  const body = hasBody(req) ? passedOn(req) : null;
  const mayRepeat = RETRIED_METHODS.has(req.method ?? '') && body === null;
  for (let attempt = 1; ; attempt++) {
    const instance = upstream.next();
    if (instance === undefined) return sendError(res, 503, 'Not available right now, please try again');
    const answer = await ask(instance, { req, body, gone });
    if (answer.data) return handBack(answer.data, res);
    if (res.destroyed || res.writableEnded) return; // the client is gone, or has the answer that its request is malformed
    const { code, message } = answer.error;
    if (code === 'UND_ERR_INVALID_ARG') return sendError(res, 400, 'Bad request');
    const refused = code === 'ECONNREFUSED';
    const timedOut = TIMEOUTS.has(code ?? '');
    if (refused) upstream.pause(instance);
    if (mayRepeat && !timedOut && attempt <= upstream.size) continue;
    onFailure?.({ target: instance.url, path: (req.url ?? '').split('?', 1)[0] ?? '', message });
    if (timedOut) return sendError(res, 504, 'No answer in time');
    if (refused) return sendError(res, 503, 'Not available right now, please try again');
    return sendError(res, 502, 'The connection was lost, please try again');
  }
}

type Question = { req: IncomingMessage; body: Readable | null; gone: EventEmitter };

type Answer = { data: Dispatcher.ResponseData } | { data?: undefined; error: NodeJS.ErrnoException };

async function ask({ connections }: Instance, { req, body, gone }: Question): Promise<Answer> {
  const { method = 'GET', url: path = '/' } = req;
  return connections.request({ method, path, headers: requestHeaders(req), body, signal: gone }).then(
    (data) => ({ data }),
    (error: NodeJS.ErrnoException) => ({ error }),
  );
}

function handBack({ statusCode, headers, body }: Dispatcher.ResponseData, res: ServerResponse): void {
  if (res.destroyed || res.headersSent) return void body.destroy();
  res.writeHead(statusCode, answerHeaders(headers));
  // when a service dies in the middle of an answer, the client must not wait for the rest
  pipeline(body, res, (error) => {
    if (error) res.destroy();
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
