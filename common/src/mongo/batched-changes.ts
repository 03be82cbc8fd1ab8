import type { Document } from 'mongoose';
import { isOutage } from '../errors/is-outage.js';
import { Batcher, DONE } from '../async/batcher.js';
import { retryOnConflict } from './retry-on-conflict.js';
import { wholeWrite } from './whole-write.js';

interface Job<D> {
  id: string;
  change: (document: D | null) => void;
}

/** The part of a mongoose model that is used here. The type of a whole model has parameters that are not needed. */
interface Documents<D> {
  find(filter: object): PromiseLike<D[]>;
  findById(id: string): PromiseLike<D | null>;
  bulkSave(documents: Document[]): Promise<unknown>;
  bulkWrite(operations: object[], options?: object): Promise<unknown>;
}

/**
 * Loads, changes and saves documents in batches: a whole batch costs two round trips. Each change has the guarantee of
 * `retryOnConflict`: it sees the current document, and it is saved only if nobody saved the document in between.
 */
export class BatchedChanges<D extends Document> {
  private readonly batcher = new Batcher<Job<D>, void>((jobs) => this.runBatch(jobs));

  /** The model with one difference: after a bulk write that broke off, `bulkSave` does not count documents as saved. */
  private readonly writer: Pick<Documents<D>, 'bulkSave'>;

  constructor(private readonly model: Documents<D>) {
    const bulkWrite: Documents<D>['bulkWrite'] = (...args) => wholeWrite(model.bulkWrite(...args));
    this.writer = Object.create(model, { bulkWrite: { value: bulkWrite } }) as Documents<D>;
  }

  /**
   * Calls `change` with the document, or with null when there is none, and saves the document if it was changed.
   * @param change changes the document and has no other effect. It must be idempotent: when somebody else saved a
   * document of the batch in between, `change` may be called again on a document that already has the change.
   * @returns the result of the last call of `change`.
   * @throws the error of `change`. Then nothing is saved.
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
      // each change of a document is a version of its own, so a round has at most one change for each document
      const round = [...new Map(rest.toReversed().map((job) => [job.id, job])).values()];
      await this.runRound(round, results);
      rest = rest.filter((job) => !results.has(job));
    }
    return jobs.map((job) => results.get(job)!);
  }

  /** @param jobs at most one for each document */
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
      // somebody saved one of them in between, or one is invalid. The error does not name it, so each runs again alone
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
