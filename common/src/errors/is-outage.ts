const NAMES =
  /^(Mongo(ose)?(Network|ServerSelection|NotConnected|PoolCleared|TopologyClosed|PoolClosed|WriteConcern|WaitQueueTimeout|OperationTimeout)|MaxRetriesPerRequest|BusUnavailable|MongoExpiredSession)/;
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/**
 * The codes of a MongoDB server that shuts down, recovers, or is no longer primary:
 * https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md
 */
const SERVER_CODES = new Set([91, 189, 10058, 10107, 11600, 11602, 13435, 13436]);
/** The replies of a Redis that starts, follows another server, or cannot write. */
const REDIS_REPLIES = /^(LOADING|READONLY|MASTERDOWN|MISCONF|OOM|TRYAGAIN|CLUSTERDOWN)|Connection is closed/;

/**
 * Whether `error` surely means that a database, Redis or the bus is away. The list is not complete: an outage can show
 * itself as any error. So nothing final may follow from `false`. A request is answered with 503 instead of 500, and a
 * log line has a lower level.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return (
    NAMES.test(error.name) ||
    (typeof code === 'string' && SYSTEM_CODES.has(code)) ||
    (typeof code === 'number' && SERVER_CODES.has(code)) ||
    REDIS_REPLIES.test(error.message) ||
    isOutage(cause)
  );
}
