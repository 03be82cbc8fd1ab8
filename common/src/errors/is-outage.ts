const NAMES =
  /^(Mongo(ose)?(Network|ServerSelection|NotConnected|PoolCleared|TopologyClosed|PoolClosed|WriteConcern)|MaxRetriesPerRequest|BusUnavailable|MongoExpiredSession)/;
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** A MongoDB server that shuts down, recovers, or is no longer primary (see its server discovery specification). */
const SERVER_CODES = new Set([91, 189, 10058, 10107, 11600, 11602, 13435, 13436]);
/** How Redis answers while it starts, follows another server, or can't write. */
const REDIS_REPLIES = /^(LOADING|READONLY|MASTERDOWN|MISCONF|OOM|TRYAGAIN|CLUSTERDOWN)|Connection is closed/;

/**
 * Whether `error` tells that a database, Redis or the bus is away: it will come back, and says nothing about the
 * message that was being handled.
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
