import { setTimeout as sleep } from 'node:timers/promises';
import { Router, text, type Request, type Response } from 'express';
import type { Answer, Call, Settings } from '../api/call.js';
import { expand } from '../api/expand.js';
import { Params } from '../api/params.js';
import { ApiError, invalidRequest } from '../errors.js';
import { newId } from '../ids.js';
import type { Logger } from '../logger.js';
import type { Store } from '../store/store.js';
import type { SavedAnswer } from '../store/tables.js';
import { API_VERSION, isOurVersion } from '../version.js';
import { authenticate, mustBeSecret, type Keys } from './authenticate.js';
import { describeRequest, type Idempotency } from './idempotency.js';
import { parseForm, type Form } from './parse-form.js';
import { ROUTES, type Route } from './routes.js';

export interface ApiOptions {
  store: Store;
  idempotency: Idempotency;
  settings: Settings;
  keys: Keys;
  /** Each request waits this long before it runs, in ms. */
  latencyMs: number;
  logger: Logger;
}

/** Stripe's API under /v1. */
export function api(options: ApiOptions): Router {
  const router = Router({ caseSensitive: true });
  router.use('/v1', allowBrowsers, text({ type: () => true, limit: '100kb' }));
  for (const route of ROUTES)
    router[route.method === 'GET' ? 'get' : 'post'](route.path, (request, response) =>
      serve(options, route, request, response),
    );
  router.use('/v1', (request) => {
    throw invalidRequest(
      `Unrecognized request URL (${request.method}: ${request.originalUrl.split('?')[0]}). The stand-in for Stripe ` +
        'has only some of the API: see its README.',
      {},
      404,
    );
  });
  router.use((error: unknown, request: Request, response: Response, _next: unknown) => {
    send(response, errorAnswer(error, `${request.method} ${request.path}`, options.logger), newId('req', 14));
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

async function serve(options: ApiOptions, route: Route, request: Request, response: Response): Promise<void> {
  const id = newId('req', 14);
  const key = route.method === 'POST' ? request.get('idempotency-key') : undefined;
  let scopedKey: string | undefined;
  let answer: Answer;
  try {
    const form = readForm(route, request);
    const caller = authenticate(request.get('authorization'), takeKey(form), options.keys);
    if (!route.forBrowsers) mustBeSecret(caller);
    checkVersion(request.get('stripe-version'));
    const described = describeRequest(route.method, request.path, form);
    const own = key === undefined ? undefined : `${caller}:${key}`;
    const saved = own === undefined ? undefined : options.idempotency.begin(own, described, new Date());
    if (saved) return await replay(options, response, saved, id, key);
    scopedKey = own;
    if (options.latencyMs > 0) await sleep(options.latencyMs);
    const call = { caller, form, request: { id, idempotency_key: key ?? null } };
    answer = run(options, route, Object.values(request.params) as string[], call, own, described);
  } catch (error) {
    answer = errorAnswer(error, `${request.method} ${request.path}`, options.logger);
  }
  await options.store.synced();
  if (scopedKey !== undefined) options.idempotency.end(scopedKey);
  send(response, answer, id, key);
}

function readForm(route: Route, request: Request): Form {
  if (route.method === 'GET') return parseForm(request.originalUrl.split('?')[1] ?? '');
  const body = request.body as unknown;
  if (typeof body !== 'string' || body === '') return {};
  if (!request.is('application/x-www-form-urlencoded'))
    throw invalidRequest('Invalid request: the content type must be application/x-www-form-urlencoded.');
  return parseForm(body);
}

function takeKey(form: Form): string | undefined {
  const { key } = form;
  delete form.key;
  return typeof key === 'string' ? key : undefined;
}

function checkVersion(version: string | undefined): void {
  if (version === undefined || isOurVersion(version)) return;
  throw invalidRequest(
    `Invalid Stripe API version: ${version}. The stand-in for Stripe has only the version ${API_VERSION}.`,
  );
}

/** The change, its events and the saved answer are one transaction. */
function run(
  { store, settings, logger }: ApiOptions,
  { handler }: Route,
  ids: string[],
  { form, ...caller }: { form: Form } & Pick<Call, 'caller' | 'request'>,
  key: string | undefined,
  described: string,
): Answer {
  const now = new Date();
  const save = (answer: Answer): SavedAnswer => ({
    request: described,
    status: answer.status,
    body: JSON.stringify(answer.body),
    requestId: caller.request.id ?? '',
    at: now.getTime(),
  });
  try {
    return store.transact((transaction) => {
      const params = new Params(form);
      const paths = params.texts('expand');
      const done = handler({ ...caller, transaction, params, settings, now }, ...ids);
      const answer =
        done.status === 200 ? { status: 200, body: expand(done.body, paths, transaction) } : done;
      if (key !== undefined) transaction.put('answers', key, save(answer));
      return answer;
    });
  } catch (error) {
    const answer = errorAnswer(error, caller.request.id ?? '', logger);
    if (key !== undefined && (!(error instanceof ApiError) || error.ran))
      store.transact((transaction) => transaction.put('answers', key, save(answer)));
    return answer;
  }
}

async function replay(
  { store }: ApiOptions,
  response: Response,
  { status, body, requestId }: SavedAnswer,
  id: string,
  key: string | undefined,
): Promise<void> {
  await store.synced();
  response.set({ 'idempotent-replayed': 'true', 'original-request': requestId });
  send(response, { status, body: JSON.parse(body) as object }, id, key);
}

function errorAnswer(error: unknown, request: string, logger: Logger): Answer {
  if (error instanceof ApiError) return { status: error.status, body: { error: error.body } };
  const { status, message } = error as { status?: number; message?: string };
  // A body that is too large or no text is the fault of the caller: the body parser says so
  if (status !== undefined && status >= 400 && status < 500)
    return { status, body: { error: invalidRequest(message ?? 'Invalid request').body } };
  logger.error(`${request}: ${error instanceof Error ? error.stack : String(error)}`);
  const body = {
    type: 'api_error',
    message: 'An unknown error occurred in the stand-in for Stripe: see its log.',
  };
  return { status: 500, body: { error: body } };
}

function send(response: Response, { status, body }: Answer, id: string, key?: string): void {
  response.set({ 'request-id': id, 'stripe-version': API_VERSION, 'cache-control': 'no-cache, no-store' });
  if (key !== undefined) response.set('idempotency-key', key);
  if (status === 409) response.set('stripe-should-retry', 'true');
  if (status >= 500) response.set('stripe-should-retry', 'false');
  response.status(status).json(body);
}
