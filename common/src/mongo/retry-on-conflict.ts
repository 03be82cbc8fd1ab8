import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';

const MAX_ATTEMPTS = 20;

/** Somebody else wrote the document in between, as far as a write with the driver tells. */
export class VersionConflictError extends Error {
  constructor() {
    super('the document was written in between');
    this.name = 'VersionConflictError';
  }
}

/**
 * Runs `change` again when somebody else saved the document in between. `change` must load the document, decide, and
 * save it, so that each run decides on the current document.
 * @throws the version conflict of the 20th attempt, or any other error of `change`.
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
    error instanceof VersionConflictError ||
    error instanceof mongoose.Error.VersionError ||
    error instanceof mongoose.Error.DocumentNotFoundError
  );
}
