import type { Document } from 'mongoose';
import { isOutage } from '../errors/is-outage.js';
import { Batcher, DONE } from '../async/batcher.js';
import { retryOnConflict } from './retry-on-conflict.js';
import { wholeWrite } from './whole-write.js';

interface Job<D> {
  id: string;
  change: (document: D | null) => void;
}

/** What of a mongoose model is needed, without the type parameters of its documents' inner life. */
interface Documents<D> {
  find(filter: object): PromiseLike<D[]>;
  findById(id: string): PromiseLike<D | null>;
  bulkSave(documents: Document[]): Promise<unknown>;
  bulkWrite(operations: object[], options?: object): Promise<unknown>;
}

/**
 * Loads, changes and saves documents, many at a time when many are asked for: two round trips for a whole batch. What
 * `retryOnConflict` promises for one change holds for each: it decides on the document as it is, and is saved only if
 * nobody changed it in between.
 */
export class BatchedChanges<D extends Document> {
  private readonly batcher = new Batcher<Job<D>, void>((jobs) => this.runBatch(jobs));

  /** The model, but of a write that broke off its bulkSave does not take the documents for saved. */
  private readonly writer: Pick<Documents<D>, 'bulkSave'>;

  constructor(private readonly model: Documents<D>) {
    const bulkWrite: Documents<D>['bulkWrite'] = (...args) => wholeWrite(model.bulkWrite(...args));
    this.writer = Object.create(model, { bulkWrite: { value: bulkWrite } }) as Documents<D>;
  }

  /**
   * Calls `change` with the document, or null where there is none, and saves what it changed.
   * @param change decides and changes the document, and does nothing else. It must be idempotent: when somebody else
   * changed a document of the batch in between, it may be called again on one that has its change already.
   * @returns what the last call of `change` returned.
   * @throws what `change` throws; then nothing is saved.
   */
  async change<R>(id: string, change: (document: D | null) => R): Promise<R> {
    let result: { value: R } | undefined;
    const job = {
      id,
      change: (document: D | null) => void (result = { value: change(document) }),
    };
    await this.batcher.add(job);
    return result!.value;
  }

  private async runBatch(jobs: Job<D>[]): Promise<PromiseSettledResult<void>[]> {
    const results = new Map<Job<D>, PromiseSettledResult<void>>();
    let rest = jobs;
    while (rest.length > 0) {
      // every change of a document is a version of its own, so each round has room for one
      const round = [...new Map(rest.toReversed().map((job) => [job.id, job])).values()];
      await this.runRound(round, results);
      rest = rest.filter((job) => !results.has(job));
    }
    return jobs.map((job) => results.get(job)!);
  }

  /** @param jobs each of another document */
  private async runRound(jobs: Job<D>[], results: Map<Job<D>, PromiseSettledResult<void>>): Promise<void> {
    const found = await this.model.find({ _id: { $in: jobs.map(({ id }) => id) } });
    const documents = new Map(found.map((document) => [String(document._id), document]));
    const changed: { job: Job<D>; document: D }[] = [];
    for (const job of jobs) {
      const document = documents.get(job.id.toLowerCase());
      try {
        job.change(document ?? null);
        results.set(job, DONE);
        if (document?.isModified()) changed.push({ job, document });
      } catch (reason) {
        results.set(job, { status: 'rejected', reason });
      }
    }
    if (changed.length === 0) return;
    try {
      await this.writer.bulkSave(changed.map(({ document }) => document));
    } catch (error) {
      if (isOutage(error)) throw error;
      // somebody else changed one in between, or one can't be saved. Which one is not told: each decides anew, alone
      for (const { job } of changed) results.set(job, await this.runAlone(job));
    }
  }

  private async runAlone({ id, change }: Job<D>): Promise<PromiseSettledResult<void>> {
    const [result] = await Promise.allSettled([
      retryOnConflict(async () => {
        const document = await this.model.findById(id);
        change(document);
        if (document?.isModified()) await document.save();
      }),
    ]);
    return result;
  }
}
