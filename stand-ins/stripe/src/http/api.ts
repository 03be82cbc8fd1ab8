import { Router, text, type Request, type Response } from 'express';
import { invalidRequest } from '../errors.js';
import { newId } from '../ids.js';
import type { Context } from './context.js';
import { errorAnswer } from './error-answer.js';
import { ROUTES } from './routes.js';
import { send, serve } from './serve.js';

/** Stripe's API under /v1. */
export function api(context: Context): Router {
  const router = Router({ caseSensitive: true });
  router.use(allowBrowsers, text({ type: () => true, limit: '100kb' }));
  for (const route of ROUTES)
    router[route.method === 'GET' ? 'get' : 'post'](route.path, (request, response) =>
      serve(context, route, request, response),
    );
  router.use((request) => {
    throw invalidRequest(
      `Unrecognized request URL (${request.method}: ${request.originalUrl.split('?')[0]}). The stand-in for Stripe ` +
        'has only some of the API: see its README.',
      {},
      404,
    );
  });
  router.use((error: unknown, request: Request, response: Response, _next: unknown) => {
    send(response, errorAnswer(error, `${request.method} ${request.path}`, context.logger), newId('req', 14));
  });
  return router;
}

/** Pages of every origin may call the API: they have only the publishable key, and no cookie counts here. */
function allowBrowsers(request: Request, response: Response, next: () => void): void {
  response.set('access-control-allow-origin', '*');
  response.set('access-control-expose-headers', 'request-id');
  if (request.method !== 'OPTIONS') return next();
  response.set('access-control-allow-methods', 'GET, POST');
  response.set(
    'access-control-allow-headers',
    'authorization, content-type, idempotency-key, stripe-version',
  );
  response.status(204).end();
}
