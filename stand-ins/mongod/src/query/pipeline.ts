import { Aggregator } from 'mingo/aggregator';
import { Context, OpType } from 'mingo/core';
import { Lazy, type Iterator as Rows } from 'mingo/lazy';
import * as stages from 'mingo/operators/pipeline';
import { decode } from '../bson/decode.js';
import { isDoc, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { compile } from './matcher.js';
import { context, fromPlain, toPlain, withMingo } from './mingo.js';
import { parseSort, sortKey } from './sort.js';

/** `$match` and `$sort` follow BSON's rules in every stage, as they do in a find. Those of mingo do not. */
function $match(rows: Rows, filter: unknown, { variables }: { variables?: Doc }): Rows {
  const condition = compile(docOf('$match', fromPlain(filter)), variables);
  return rows.filter((doc: Doc) => condition.test(doc));
}

function $sort(rows: Rows, sort: unknown): Rows {
  const key = sortKey(parseSort(docOf('$sort', sort)));
  return rows.transform((docs: unknown[]) =>
    Lazy(
      docs
        .map((doc) => ({ doc, key: key(doc as Doc) }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ doc }) => doc),
    ),
  );
}

function docOf(stage: string, value: unknown): Doc {
  if (!isDoc(value)) throw new CommandError(15959, `the ${stage} filter must be an expression in an object`);
  return value;
}

type PipelineOperators = NonNullable<Parameters<typeof Context.init>[0]>['pipeline'];

// When two operators have the same name, mingo keeps the first one
const withOwn = Context.from(
  Context.init({ pipeline: { ...stages, $match, $sort } as unknown as NonNullable<PipelineOperators> }),
  context,
);

export const isStage = (name: string): boolean => withOwn.getOperator(OpType.PIPELINE, name) !== null;

export const plainDoc = (bytes: Buffer): Doc => toPlain(decode(bytes)) as Doc;

/** Runs the stages that a find cannot do. All of them are mingo's, except `$match` and `$sort`. */
export function runStages(
  pipeline: Doc[],
  input: Doc[],
  variables: Doc,
  collectionResolver: (name: string) => Doc[],
): Doc[] {
  const options = {
    context: withOwn,
    failOnError: true,
    variables: toPlain(variables) as Doc,
    collectionResolver,
  };
  const results = withMingo(() => new Aggregator(toPlain(pipeline) as Doc[], options).run(input));
  return results.map((doc) => fromPlain(doc) as Doc);
}
