import { decode } from '../bson/decode.js';
import { toBytes } from '../bson/encode.js';
import { shownValue } from '../bson/show.js';
import { isDoc, isNumeric, toNumber, type Doc } from '../bson/values.js';
import { CommandError, notSupported, typeMismatch } from '../errors.js';
import { checkFieldPath } from './field-path.js';
import { parseGroup } from './group.js';
import { isStage } from './known-names.js';
import { compile } from './matcher.js';
import { parsePlainProjection, parseUnset } from './plain-projection.js';
import type { Projection } from './projection.js';
import { parseSort, sortKey } from './sort.js';

type Rows = Iterable<Buffer>;

/** A compiled stage. `kind` and `value` tell which stages a query can do, with an index. */
export type Stage = (
  { kind: 'match' | 'sort'; value: Doc } | { kind: 'skip' | 'limit'; value: number } | { kind: 'other' }
) & {
  run(rows: Rows): Rows;
};

/** Compiles a pipeline. A wrong or unsupported stage is an error, even when there is no document. */
export function parsePipeline(pipeline: unknown): Stage[] {
  return stagesOf(pipeline).map(([name, value]) => {
    const parse = STAGES[name];
    if (!parse) throw notSupported(`the stage ${name}`);
    return parse(value);
  });
}

/** Returns the names and the values of the stages. Each name is one that MongoDB knows. */
export function stagesOf(pipeline: unknown): [name: string, value: unknown][] {
  if (!Array.isArray(pipeline)) throw typeMismatch("'pipeline' option must be specified as an array");
  return pipeline.map((stage: unknown) => {
    if (!isDoc(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object");
    const [entry, ...others] = Object.entries(stage);
    if (!entry || others.length > 0)
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
    if (!isStage(entry[0])) throw new CommandError(40324, `Unrecognized pipeline stage name: '${entry[0]}'`);
    return entry;
  });
}

const STAGES: Readonly<Record<string, (value: unknown) => Stage>> = {
  $match,
  $sort,
  $skip: (value) => skip(wholeNumber('$skip', value, 5107200)),
  $limit: (value) => limit(wholeNumber('$limit', value, 5107201)),
  $project: (value) => projected(parsePlainProjection(value)),
  $unset: (value) => projected(parseUnset(value)),
  $group: (value) => {
    const group = parseGroup(value);
    return { kind: 'other', run: (rows) => encoded(group(rows)) };
  },
  $count,
  $documents: () => {
    throw new CommandError(73, "'$documents' can only be run with {aggregate: 1}");
  },
  $changeStream: () => {
    throw new CommandError(40573, 'The $changeStream stage is only supported on replica sets');
  },
};

function $match(value: unknown): Stage {
  if (!isDoc(value)) throw new CommandError(15959, 'the match filter must be an expression in an object');
  const { test } = compile(value);
  return { kind: 'match', value, run: (rows) => filtered(rows, (bytes) => test(decode(bytes))) };
}

function $sort(value: unknown): Stage {
  if (!isDoc(value)) throw new CommandError(15973, 'the $sort key specification must be an object');
  const directions = Object.entries(value).map(([path, direction]): [string, number] => {
    if (isDoc(direction)) throw notSupported(`the sort ${JSON.stringify(direction)}`);
    if (!isNumeric(direction))
      throw new CommandError(15974, `Illegal key in $sort specification: ${path}: ${shownValue(direction)}`);
    const sign = Math.trunc(toNumber(direction) ?? 0);
    if (sign !== 1 && sign !== -1)
      throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    checkFieldPath(path);
    return [path, sign];
  });
  if (directions.length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key');
  const sort = Object.fromEntries(directions);
  const key = sortKey(parseSort(sort));
  return { kind: 'sort', value: sort, run: (rows) => sorted(rows, (bytes) => key(decode(bytes))) };
}

function $count(name: unknown): Stage {
  if (typeof name !== 'string') throw new CommandError(40156, 'the count field must be a non-empty string');
  if (name === '') throw new CommandError(40157, 'the count field must be a non-empty string');
  if (name.startsWith('$')) throw new CommandError(40158, 'the count field cannot be a $-prefixed path');
  if (name.includes('\0')) throw new CommandError(40159, 'the count field cannot contain a null byte');
  if (name.includes('.')) throw new CommandError(40160, "the count field cannot contain '.'");
  if (name === '_id') throw new CommandError(15948, "a group's _id may only be specified once");
  return { kind: 'other', run: (rows) => counted(rows, name) };
}

function skip(value: number): Stage {
  return {
    kind: 'skip',
    value,
    *run(rows) {
      let seen = 0;
      for (const bytes of rows) if (++seen > value) yield bytes;
    },
  };
}

function limit(value: number): Stage {
  if (value === 0) throw new CommandError(15958, 'the limit must be positive');
  return {
    kind: 'limit',
    value,
    *run(rows) {
      let seen = 0;
      for (const bytes of rows) {
        yield bytes;
        if (++seen >= value) return;
      }
    },
  };
}

function projected(projection: Projection): Stage {
  return {
    kind: 'other',
    *run(rows) {
      for (const bytes of rows) yield toBytes(projection.apply(decode(bytes), {}));
    },
  };
}

/** Reads the number of `$skip` or `$limit`. */
function wholeNumber(stage: string, value: unknown, code: number): number {
  const number = toNumber(value);
  const wrong = (why: string) =>
    new CommandError(code, `invalid argument to ${stage} stage: ${why}: ${stage}: ${shownValue(value)}`);
  if (number === undefined) throw wrong('Expected a number in');
  if (Number.isNaN(number)) throw wrong('Expected an integer, but found NaN in');
  if (Math.abs(number) >= 2 ** 63 && typeof value !== 'bigint')
    throw wrong('Cannot represent as a 64-bit integer');
  if (!Number.isInteger(number)) throw wrong('Expected an integer');
  if (number < 0) throw wrong('Expected a non-negative number in');
  return number;
}

function* filtered(rows: Rows, test: (bytes: Buffer) => boolean): Generator<Buffer> {
  for (const bytes of rows) if (test(bytes)) yield bytes;
}

function* sorted(rows: Rows, keyOfRow: (bytes: Buffer) => string): Generator<Buffer> {
  const keyed = Array.from(rows, (bytes) => ({ bytes, key: keyOfRow(bytes) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { bytes } of keyed) yield bytes;
}

/** Without a document there is no count: MongoDB answers with no row. */
function* counted(rows: Rows, name: string): Generator<Buffer> {
  let count = 0;
  for (const _ of rows) count++;
  if (count > 0) yield toBytes({ [name]: count });
}

function* encoded(docs: Iterable<Doc>): Generator<Buffer> {
  for (const doc of docs) yield toBytes(doc);
}
