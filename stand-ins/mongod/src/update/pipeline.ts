import { Aggregator } from 'mingo/aggregator';
import { compareValues } from '../bson/order.js';
import { isDoc, isNumeric, own, setField, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { context, fromPlain, refuseUnsupported, toPlain, withMingo } from '../query/mingo.js';

const STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** Compiles an update that is an aggregation pipeline. mingo runs it. */
export function pipelineUpdate(stages: unknown[], variables: Doc): (doc: Doc) => Doc {
  for (const stage of stages) {
    if (!isDoc(stage)) throw new CommandError(14, 'Each element of the pipeline array must be an object');
    const name = Object.keys(stage)[0] ?? '';
    if (!STAGES.has(name)) throw new CommandError(72, `${name} is not allowed to be used within an update`);
  }
  refuseUnsupported(stages);
  const plain = toPlain(stages) as Doc[];
  const options = { context, failOnError: true, variables: toPlain(variables) as Doc };
  return (doc) =>
    withMingo(() => {
      const [result] = new Aggregator(plain, options).run([toPlain(doc) as Doc]);
      const next = keepTypes(doc, fromPlain(result)) as Doc;
      return '_id' in next || !('_id' in doc) ? next : { _id: doc._id, ...next };
    });
}

/**
 * mingo has only one type of number. The numbers that the pipeline did not change get their own type back.
 */
function keepTypes(before: unknown, after: unknown): unknown {
  if (isDoc(before) && isDoc(after)) {
    const kept: Doc = {};
    for (const key of Object.keys(after)) setField(kept, key, keepTypes(own(before, key), after[key]));
    return kept;
  }
  if (Array.isArray(before) && Array.isArray(after))
    return after.map((item, i) => keepTypes(before[i], item));
  return isNumeric(before) && isNumeric(after) && compareValues(before, after) === 0 ? before : after;
}
