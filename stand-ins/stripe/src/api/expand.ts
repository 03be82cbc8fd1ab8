import { invalidRequest } from '../errors.js';
import type { TableName } from '../store/tables.js';
import type { Transaction } from '../store/transaction.js';

type Json = Record<string, unknown>;

/** The fields of each kind of object that hold the id of another object. */
const EXPANDABLE: Record<string, Record<string, TableName>> = {
  payment_intent: { latest_charge: 'charges', payment_method: 'methods' },
  charge: { payment_intent: 'intents' },
  refund: { charge: 'charges', payment_intent: 'intents', payment_method: 'methods' },
};

/**
 * Replaces ids by the objects that they stand for: `expand[]=latest_charge`, in lists `data.latest_charge`.
 * @throws ApiError 400 for a field that cannot be expanded
 */
export function expand(body: object, paths: readonly string[], transaction: Transaction): object {
  return paths.reduce<object>(
    (expanded, path) => expandPath(expanded as Json, path, path.split('.'), transaction),
    body,
  );
}

function expandPath(
  body: Json,
  path: string,
  [field = '', ...rest]: string[],
  transaction: Transaction,
): Json {
  if (body.object === 'list' && field === 'data' && rest.length > 0)
    return { ...body, data: (body.data as Json[]).map((item) => expandPath(item, path, rest, transaction)) };
  const table = EXPANDABLE[body.object as string]?.[field];
  if (table === undefined)
    throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
  const value = body[field];
  const found = typeof value === 'string' ? read(transaction, table, value) : (value as Json | null);
  if (!found) return body;
  return { ...body, [field]: rest.length > 0 ? expandPath(found, path, rest, transaction) : found };
}

function read(transaction: Transaction, table: TableName, id: string): Json | undefined {
  if (table === 'intents') return transaction.get('intents', id)?.intent as Json | undefined;
  if (table === 'methods') return transaction.get('methods', id)?.method as Json | undefined;
  return transaction.get(table, id) as Json | undefined;
}
