import { Aggregator } from 'mingo/aggregator';
import { isDoc, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { context, fromPlain, refuseUnsupported, toPlain, withMingo } from '../query/mingo.js';

const STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** An update by an aggregation pipeline, which `mingo` runs. */
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
      const next = fromPlain(result) as Doc;
      return '_id' in next || !('_id' in doc) ? next : { _id: doc._id, ...next };
    });
}
