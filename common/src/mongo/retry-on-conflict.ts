import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';

const MAX_ATTEMPTS = 20;

/**
 * Runs `change` (load, decide, save) again as long as somebody else changed the document in between; each time it loads
 * anew, so that it decides on what is there now.
 * @throws the version conflict after 20 attempts in a row.
 */
export async function retryOnConflict<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change();
    } catch (error) {
      if (!isVersionConflict(error) || attempt === MAX_ATTEMPTS) throw error;
      await sleep(Math.random() * 5 * attempt);
    }
  }
}

function isVersionConflict(error: unknown): boolean {
  return (
    error instanceof mongoose.Error.VersionError || error instanceof mongoose.Error.DocumentNotFoundError
  );
}
