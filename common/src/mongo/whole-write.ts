import mongoose from 'mongoose';

/**
 * Passes the outcome of a bulk write on, but rejects with the cause when the write broke off. The driver (6.x) reports
 * every end of a bulk write as a MongoBulkWriteError, even a lost connection. That error then has no write errors, which
 * looks as if no write was refused, and mongoose's bulkSave counts every document as saved.
 */
export function wholeWrite<T>(write: Promise<T>): Promise<T> {
  return write.catch((error: unknown) => {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    // what was not refused is written, unless too few members of the replica set have it
    const doubt = error.result.getWriteConcernError();
    if ([error.writeErrors].flat().length > 0 && !doubt) throw error;
    throw new Error(`the bulk write broke off: ${error.message}`, {
      cause: doubt ? asError(doubt) : error.errorResponse,
    });
  });
}

/** The driver gives it as a plain object, unlike that of a single write. */
function asError({ code, errmsg = '' }: mongoose.mongo.WriteConcernError): Error {
  return Object.assign(new Error(errmsg), { name: 'MongoWriteConcernError', code });
}
