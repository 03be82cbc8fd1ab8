/**
 * The names that MongoDB knows. A name of these lists that the stand-in does not cover is refused as not
 * supported; any other name is an error of the request, as in MongoDB.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.match(/\w+/g)?.map((word) => `$${word}`));

const STAGES = words(`
  addFields bucket bucketAuto changeStream changeStreamSplitLargeEvent collStats count currentOp densify
  documents facet fill geoNear graphLookup group indexStats limit listCatalog listClusterCatalog
  listLocalSessions listSampledQueries listSearchIndexes listSessions lookup match merge operationMetrics out
  planCacheStats project querySettings queryStats rankFusion redact replaceRoot replaceWith sample search
  searchBeta searchMeta set setVariableFromSubPipeline setWindowFields shardedDataDistribution skip sort
  sortByCount unionWith unset unwind vectorSearch`);

export const isStage = (name: string): boolean => STAGES.has(name) || name.startsWith('$_internal');

const ACCUMULATORS = words(`
  accumulator addToSet avg bottom bottomN count first firstN last lastN max maxN median mergeObjects min minN
  percentile push stdDevPop stdDevSamp sum top topN`);

export const isAccumulator = (name: string): boolean =>
  ACCUMULATORS.has(name) || name.startsWith('$_internal');

const EXPRESSIONS = words(`
  abs acos acosh add allElementsTrue and anyElementTrue arrayElemAt arrayToObject asin asinh atan atan2 atanh
  avg binarySize bitAnd bitNot bitOr bitXor bsonSize ceil cmp concat concatArrays cond const convert cos cosh
  dateAdd dateDiff dateFromParts dateFromString dateSubtract dateToParts dateToString dateTrunc dayOfMonth
  dayOfWeek dayOfYear degreesToRadians divide eq exp filter first firstN floor function getField gt gte hour
  ifNull in indexOfArray indexOfBytes indexOfCP isArray isNumber isoDayOfWeek isoWeek isoWeekYear last lastN
  let literal ln log log10 lt lte ltrim map max maxN median mergeObjects meta millisecond min minN minute mod
  month multiply ne not objectToArray or percentile pow radiansToDegrees rand range reduce regexFind
  regexFindAll regexMatch replaceAll replaceOne reverseArray round rtrim sampleRate second setDifference
  setEquals setField setIntersection setIsSubset setUnion sin sinh size slice sortArray split sqrt stdDevPop
  stdDevSamp strLenBytes strLenCP strcasecmp substr substrBytes substrCP subtract sum switch tan tanh toBool
  toDate toDecimal toDouble toHashedIndexKey toInt toLong toLower toObjectId toString toUUID toUpper trim
  trunc tsIncrement tsSecond type unsetField week year zip`);

export const isExpression = (name: string): boolean => EXPRESSIONS.has(name) || name.startsWith('$_internal');

const VARIABLES = words(`
  CLUSTER_TIME CURRENT DESCEND JS_SCOPE KEEP NOW PRUNE REMOVE ROOT SEARCH_META USER_ROLES`);

/** Whether MongoDB itself defines the variable `$$<name>`. */
export const isSystemVariable = (name: string): boolean => VARIABLES.has(`$${name}`);
