import { setTimeout as sleep } from 'node:timers/promises';
import { wholeWrite } from '@ticketing/common/mongo';
import type { Logger } from '@ticketing/common/telemetry';
import type { Types } from 'mongoose';
import { Ticket } from '../models/ticket.js';
import { searchFields, TERMS_VERSION } from './title-terms.js';

/** A batch is small, so that requests do not wait for it. */
const BATCH = 100;
/** After a look that found nothing. An instance of an older release may still list tickets while it is replaced. */
const INTERVAL_MS = 10_000;
const RETRY_MS = 5_000;

/**
 * Gives new search terms to the tickets whose terms an older release wrote, so that searches find them. It goes on in the
 * background until it is stopped. Neither the version of a ticket changes nor its outbox, because nothing that others
 * see changes. Several instances may do it at once: each write is for the title that it was made from.
 */
export class TermsRenewal {
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly logger: Logger) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the batch that is under way has ended. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      const wait = await renewTerms(signal).then(
        (count) => {
          if (count > 0) this.logger.info({ count }, 'tickets have new search terms');
          return INTERVAL_MS;
        },
        (error: unknown) => {
          this.logger.warn({ err: error }, 'search terms could not be renewed');
          return RETRY_MS;
        },
      );
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Renews the terms of all tickets that need it, until `signal` is aborted. @returns how many they were. */
export async function renewTerms(signal?: AbortSignal): Promise<number> {
  for (let count = 0; ;) {
    const old = await Ticket.collection
      .find({ $or: [{ termsVersion: null }, { termsVersion: { $lt: TERMS_VERSION } }] })
      .project<{ _id: Types.ObjectId; title: string }>({ title: 1 })
      .limit(BATCH)
      .toArray();
    if (old.length === 0 || signal?.aborted) return count;
    const writes = old.map(({ _id, title }) => ({
      // a ticket that was edited in between has terms for its new title
      updateOne: { filter: { _id, title }, update: { $set: searchFields(title) } },
    }));
    await wholeWrite(Ticket.collection.bulkWrite(writes, { ordered: false }));
    count += old.length;
  }
}
