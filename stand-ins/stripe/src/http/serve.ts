import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { Answer } from '../api/call.js';
import { invalidRequest } from '../errors.js';
import { newId } from '../ids.js';
import type { SavedAnswer } from '../store/tables.js';
import { API_VERSION, isOurVersion } from '../version.js';
import { authenticate, mustBeSecret } from './authenticate.js';
import type { Context } from './context.js';
import { errorAnswer } from './error-answer.js';
import { describeRequest } from './idempotency.js';
import { parseForm, type Form } from './parse-form.js';
import type { Route } from './routes.js';
import { run } from './run.js';

/** Answers one request of the API, when its changes are on the disk. */
export async function serve(
  context: Context,
  route: Route,
  request: Request,
  response: Response,
): Promise<void> {
  const id = newId('req', 14);
  const key = route.method === 'POST' ? request.get('idempotency-key') : undefined;
  let inUse: string | undefined;
  let answer: Answer;
  try {
    const form = readForm(route, request);
    const caller = authenticate(request.get('authorization'), takeKey(form), context.keys);
    if (!route.forBrowsers) mustBeSecret(caller);
    checkVersion(request.get('stripe-version'));
    const described = describeRequest(route.method, request.path, form);
    // The answer to a secret key must not be had with a publishable one
    const own = key === undefined ? undefined : `${caller}:${key}`;
    const saved = own === undefined ? undefined : context.idempotency.begin(own, described, new Date());
    if (saved) return await replay(context, response, saved, id, key);
    inUse = own;
    if (context.latencyMs > 0) await sleep(context.latencyMs);
    answer = run(context, {
      handler: route.method === 'POST' && context.faults ? context.faults(route.handler) : route.handler,
      ids: Object.values(request.params) as string[],
      form,
      caller,
      request: { id, idempotency_key: key ?? null },
      save: own === undefined ? undefined : { key: own, described },
    });
  } catch (error) {
    answer = errorAnswer(error, `${request.method} ${request.path}`, context.logger);
  }
  await context.store.synced();
  if (inUse !== undefined) context.idempotency.end(inUse);
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

async function replay(
  { store }: Context,
  response: Response,
  { status, body, requestId }: SavedAnswer,
  id: string,
  key: string | undefined,
): Promise<void> {
  await store.synced();
  response.set({ 'idempotent-replayed': 'true', 'original-request': requestId });
  send(response, { status, body: JSON.parse(body) as object }, id, key);
}

export function send(response: Response, { status, body }: Answer, id: string, key?: string): void {
  response.set({ 'request-id': id, 'stripe-version': API_VERSION, 'cache-control': 'no-cache, no-store' });
  if (key !== undefined) response.set('idempotency-key', key);
  if (status === 409) response.set('stripe-should-retry', 'true');
  if (status >= 500) response.set('stripe-should-retry', 'false');
  response.status(status).json(body);
}
