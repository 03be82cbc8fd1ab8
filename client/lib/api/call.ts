import 'server-only';
import { headers } from 'next/headers';
import type { CalledService } from './called-services';
import { forwardedCookies } from './cookies';
import { nextCursor } from './next-cursor';
import { ordersClock } from '../orders-clock';
import { failureOf, type Result } from './result';
import { targetsOf } from './targets';

/** Longer than a service takes on a bad day, shorter than a person waits. */
const TIME_LIMIT_MS = 5_000;

export interface Answer<T> {
  body: T;
  cursor?: string;
  setCookies: string[];
}

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
}

/** Calls a service in the name of the visitor. Never throws for what a service answers or does not answer. */
export async function call<T>(
  service: CalledService,
  { method = 'GET', path, body }: Call,
): Promise<Result<Answer<T>>> {
  const init: RequestInit = {
    method,
    headers: await headersOf(body !== undefined),
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
      if (!response.ok) return { ok: false, failure: failureOf(response.status, answer) };
      const cursor = nextCursor(response.headers.get('link'));
      const setCookies = response.headers.getSetCookie();
      return { ok: true, value: { body: answer as T, cursor, setCookies } };
    } catch (error) {
      if (!wasRefused(error)) break; // who knows what has been done: only a call that never arrived is tried elsewhere
    }
  }
  console.warn(JSON.stringify({ level: 'warn', msg: 'no answer from a service', service, method }));
  return { ok: false, failure: { kind: 'down' } };
}

/** Who asks, and from where: the address the proxy in front noted last, which is the one a client cannot choose. */
async function headersOf(hasBody: boolean): Promise<Headers> {
  const visitor = await headers();
  const own = new Headers({ accept: 'application/json' });
  const set = (name: string, value: string | undefined) => value && own.set(name, value);
  set('cookie', forwardedCookies(visitor.get('cookie')));
  set('x-forwarded-for', visitor.get('x-forwarded-for')?.split(',').at(-1)?.trim());
  set('x-forwarded-proto', visitor.get('x-forwarded-proto')?.split(',').at(-1)?.trim());
  set('content-type', hasBody ? 'application/json' : undefined);
  return own;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wasRefused(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return cause?.code === 'ECONNREFUSED';
}
