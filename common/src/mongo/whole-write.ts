import mongoose from 'mongoose';

/**
 * Passes on what became of a bulk write, but rejects with the cause when it broke off. The driver (6.x) gives whatever
 * ends one, be it a lost connection, as a MongoBulkWriteError without any write errors, which says "nothing was refused"
 * to who reads those: mongoose's bulkSave then takes every document for saved.
 */
export function wholeWrite<T>(write: Promise<T>): Promise<T> {
  return write.catch((error: unknown) => {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    if ([error.writeErrors].flat().length > 0) throw error;
    throw new Error(`the bulk write broke off: ${error.message}`, { cause: error.errorResponse });
  });
}
