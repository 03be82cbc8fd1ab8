import 'server-only';
import { headers } from 'next/headers';
import { ordersClock } from '../orders-clock';
import { traceCall } from '../traces/trace-call';
import type { CalledService } from './called-services';
import { forwardedCookies } from './cookies';
import { nextCursor } from './next-cursor';
import { failureOf, type Result } from './result';
import { targetsOf } from './targets';

/** A service answers sooner than this even on a bad day, and a person does not wait longer. */
const TIME_LIMIT_MS = 5_000;

export interface Answer<T> {
  body: T;
  cursor?: string;
  /** The header `ETag`. */
  tag?: string;
  setCookies: string[];
}

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** Further headers. One without a value is not sent. */
  headers?: Record<string, string | undefined>;
}

/** Calls a service in the name of the visitor. Never throws, whatever the service answers and if it does not. */
export function call<T>(
  service: CalledService,
  { method = 'GET', ...rest }: Call,
): Promise<Result<Answer<T>>> {
  return traceCall(service, { method, path: rest.path }, (traced) =>
    send<T>(service, { ...rest, method, headers: { ...rest.headers, ...traced } }),
  );
}

async function send<T>(
  service: CalledService,
  { method, path, body, headers: further }: Call,
): Promise<Result<Answer<T>>> {
  const init: RequestInit = {
    method,
    headers: await headersOf({
      'content-type': body === undefined ? undefined : 'application/json',
      ...further,
    }),
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  };
  for (const target of targetsOf(service)) {
    try {
      const from = performance.now();
      const response = await fetch(target + path, init);
      const time = Date.parse(response.headers.get('x-server-time') ?? '');
      if (service === 'orders' && time) ordersClock.tell(time, from, performance.now());
      const text = await response.text();
      const answer: unknown = text === '' ? undefined : parse(text);
      const tag = response.headers.get('etag') ?? undefined;
      if (!response.ok) return { ok: false, failure: failureOf(response.status, answer, tag) };
      const cursor = nextCursor(response.headers.get('link'));
      const setCookies = response.headers.getSetCookie();
      return { ok: true, value: { body: answer as T, cursor, tag, setCookies } };
    } catch (error) {
      // another instance is tried only if the call never arrived: otherwise it may have been carried out
      if (!isConnectionRefused(error)) break;
    }
  }
  console.warn(JSON.stringify({ level: 'warn', msg: 'no answer from a service', service, method }));
  return { ok: false, failure: { kind: 'down' } };
}

/**
 * Headers that tell who asks and from where. The address is the last one in X-Forwarded-For: the proxy in front of the
 * site wrote it, and no client can choose it.
 */
async function headersOf(further: Record<string, string | undefined>): Promise<Headers> {
  const visitor = await headers();
  const own = new Headers({ accept: 'application/json' });
  const set = (name: string, value: string | undefined) => value && own.set(name, value);
  set('cookie', forwardedCookies(visitor.get('cookie')));
  set('x-forwarded-for', visitor.get('x-forwarded-for')?.split(',').at(-1)?.trim());
  set('x-forwarded-proto', visitor.get('x-forwarded-proto')?.split(',').at(-1)?.trim());
  for (const [name, value] of Object.entries(further)) set(name, value);
  return own;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isConnectionRefused(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return cause?.code === 'ECONNREFUSED';
}
