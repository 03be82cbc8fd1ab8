import { Double, Long, Decimal128, BSONRegExp } from 'bson';
import { Context, evalExpr } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as query from 'mingo/operators/query';
import * as window from 'mingo/operators/window';
import { isDoc, isTimestamp, setField, type Doc } from '../bson/values.js';
import { CommandError, notSupported } from '../errors.js';
import { toRegExp } from './regex.js';

/** All of mingo's operators. */
export const context = Context.init({
  accumulator,
  expression: expressions,
  pipeline,
  projection,
  query,
  window,
});

/**
 * mingo knows only JavaScript's values, so every number becomes a plain one. A number that does not fit is
 * refused.
 */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === 'bigint') return safe(Number(value));
  if (value instanceof Double) return value.value;
  if (value instanceof Long && !isTimestamp(value)) return safe(value.toNumber());
  if (value instanceof Decimal128) throw notSupported('Decimal128 in an aggregation expression');
  if (value instanceof BSONRegExp) return toRegExp(value);
  if (!isDoc(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) setField(copy, key, toPlain(value[key]));
  return copy;
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw notSupported('an int64 beyond 2^53 in an aggregation expression');
  return value;
}

/**
 * Converts the values of mingo back. An integer beyond int32 becomes an int64; `serialize` would write it as
 * a double.
 */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === 'number' && Number.isSafeInteger(value) && (value | 0) !== value) return BigInt(value);
  if (value instanceof RegExp) return new BSONRegExp(value.source, value.flags);
  if (!isDoc(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) setField(copy, key, fromPlain(value[key]));
  return copy;
}

const UNSUPPORTED = new Set(['$function', '$accumulator', '$where', '$text', '$near', '$geoNear', '$search']);

/** Refuses operators that this server lacks, anywhere in an expression or a stage. */
export function refuseUnsupported(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(refuseUnsupported);
  if (!isDoc(value)) return;
  for (const key of Object.keys(value)) {
    if (UNSUPPORTED.has(key)) throw notSupported(key);
    refuseUnsupported(value[key]);
  }
}

/** Calls mingo and turns its errors into MongoDB's. */
export function withMingo<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /(?:unregistered|unknown) .*operator (\$\w+)/.exec(message);
    if (unknown) throw new CommandError(168, `Unrecognized expression '${unknown[1]}'`);
    throw new CommandError(2, message);
  }
}

/** Compiles an aggregation expression. */
export function expression(operand: unknown, variables: Doc): (doc: Doc) => unknown {
  refuseUnsupported(operand);
  const plain = toPlain(operand);
  const options = { context, failOnError: true, variables: toPlain(variables) as Doc };
  return (doc) =>
    withMingo(() => evalExpr(toPlain(doc), plain, options as unknown as Parameters<typeof evalExpr>[2]));
}
