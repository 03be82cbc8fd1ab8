import { CommandError, notSupported } from '../errors.js';
import { stagesOf } from '../query/pipeline.js';

const STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** Refuses an update that is a pipeline: as MongoDB when it is wrong, otherwise as not supported. */
export function refusePipeline(pipeline: unknown[]): never {
  for (const [name] of stagesOf(pipeline))
    if (!STAGES.has(name)) throw new CommandError(72, `${name} is not allowed to be used within an update`);
  throw notSupported('an update with an aggregation pipeline');
}
