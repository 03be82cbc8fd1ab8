import 'server-only';
import type { AnswerOf, Callable, CallInput } from '@ticketing/common/api';
import { type Answer, call } from './call';
import type { CalledService } from './called-services';
import type { Result } from './result';

/** The service below each path. */
export const SERVICE_OF = {
  users: 'auth',
  tickets: 'tickets',
  orders: 'orders',
  payments: 'payments',
} as const satisfies Record<string, CalledService>;

type Optional<Input> = object extends Input ? [input?: Input] : [input: Input];

/** What any call may carry, for this function alone: its callers see the exact types. */
interface Parts {
  params?: Record<string, string>;
  query?: object;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

/**
 * Calls an operation of the API in the name of the visitor. A path, a body or a field of the answer that the API does not have
 * is an error of types. Never throws, like `call`.
 */
export function ask<Name extends Callable>(
  name: Name,
  ...[input]: Optional<CallInput<Name>>
): Promise<Result<Answer<AnswerOf<Name>>>> {
  const { params = {}, query = {}, headers, body } = (input ?? {}) as Parts;
  const [method, route = ''] = name.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string];
  const path = route.replace(/:(\w+)/g, (_part, param: string) => segment(params[param]));
  const service = SERVICE_OF[route.split('/')[2] as keyof typeof SERVICE_OF];
  return call(service, { method, path: path + search(query), body, headers });
}

/** An id as a part of a path. Other text could lead to another path, and `unknown` is the id of nothing. */
function segment(id = ''): string {
  return /^\w+$/.test(id) ? id : 'unknown';
}

function search(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(
    given.map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return text && `?${text}`;
}
