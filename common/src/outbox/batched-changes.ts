import mongoose from 'mongoose';
import { Batcher, DONE } from '../async/batcher.js';
import { isOutage } from '../errors/is-outage.js';
import type { Plain } from '../mongo/plain-documents.js';
import { inThisTrace } from '../telemetry/trace-context.js';
import { retryOnConflict, VersionConflictError } from '../mongo/retry-on-conflict.js';
import { wholeWrite } from '../mongo/whole-write.js';
import { type Changing, open, type Write, writeOf } from './changing-document.js';
import { OUTBOX_FILLED, type OutboxFields } from './outbox-plugin.js';

interface Job<D> {
  id: string;
  change: (document: D | null) => void;
}

/** The part of a mongoose model that is used here. The type of a whole model has parameters that are not needed. */
interface Source {
  schema: {
    methods: object;
    eachPath(visit: (path: string, type: { options: { select?: boolean } }) => void): unknown;
  };
  collection: {
    find(filter: object, options: object): { toArray(): Promise<unknown[]> };
    findOne(filter: object, options: object): Promise<unknown>;
    updateOne(filter: object, update: object): Promise<{ matchedCount: number }>;
    bulkWrite(operations: { updateOne: Write }[], options: object): Promise<{ matchedCount: number }>;
  };
  emit(event: string, document: object): unknown;
}

/**
 * Loads, changes and writes documents in batches: a whole batch costs two round trips. A change has the fields of the
 * document and the methods of its model, without the rest of mongoose: it is not validated, no hook runs, and fields that
 * the model does not select are absent. Each change has the guarantee of `retryOnConflict`: it sees the current document,
 * and it is written only if nobody wrote the document in between. The events that it records are in the same write.
 */
export class BatchedChanges<F extends OutboxFields, M extends object> {
  private readonly batcher = new Batcher<Job<Changing<F, M>>, void>((jobs) => this.runBatch(jobs));
  private readonly collection: Source['collection'];
  private readonly methods: M;
  private readonly reading: { projection: Record<string, 0> };

  constructor(private readonly model: Source) {
    this.collection = model.collection;
    this.methods = model.schema.methods as M;
    const projection: Record<string, 0> = {};
    model.schema.eachPath((path, { options }) => {
      if (options.select === false) projection[path] = 0;
    });
    this.reading = { projection };
  }

  /**
   * Calls `change` with the document, or with null when there is none, and writes what was changed.
   * @param change gives fields new values, and has no other effect. A field that becomes undefined is removed. It must be
   * idempotent: when somebody else wrote a document of the batch in between, or an index refuses one, `change` may be
   * called again on a document that already has the change.
   * @returns the result of the last call of `change`.
   * @throws the error of `change`. Then nothing is written.
   */
  async change<R>(id: string, change: (document: Changing<F, M> | null) => R): Promise<R> {
    let result: { value: R } | undefined;
    // a batch runs in the trace of its first change, and the events of this change belong to another one
    const inTrace = inThisTrace(change);
    await this.batcher.add({ id, change: (document) => void (result = { value: inTrace(document) }) });
    return result!.value;
  }

  private async runBatch(jobs: Job<Changing<F, M>>[]): Promise<PromiseSettledResult<void>[]> {
    const results = new Map<Job<Changing<F, M>>, PromiseSettledResult<void>>();
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
  private async runRound(
    jobs: Job<Changing<F, M>>[],
    results: Map<Job<Changing<F, M>>, PromiseSettledResult<void>>,
  ): Promise<void> {
    const ids = jobs.map(({ id }) => new mongoose.Types.ObjectId(id));
    const found = (await this.collection.find({ _id: { $in: ids } }, this.reading).toArray()) as Plain<F>[];
    const plains = new Map(found.map((plain) => [String(plain._id), plain]));
    const changed: { job: Job<Changing<F, M>>; document: Plain<F>; write: Write }[] = [];
    for (const job of jobs) {
      try {
        const { document, write } = this.run(job, plains.get(job.id.toLowerCase()));
        results.set(job, DONE);
        if (document && write) changed.push({ job, document, write });
      } catch (reason) {
        results.set(job, { status: 'rejected', reason });
      }
    }
    if (changed.length === 0) return;
    if (await this.writeAll(changed.map(({ write }) => write))) {
      for (const { document } of changed) this.announce(document);
      return;
    }
    for (const { job } of changed) results.set(job, await this.runAlone(job));
  }

  /**
   * @returns false when not all is written: somebody wrote one of the documents in between, or an index refuses a write.
   * The answer does not name it.
   */
  private async writeAll(writes: Write[]): Promise<boolean> {
    const operations = writes.map((write) => ({ updateOne: write }));
    try {
      const { matchedCount } = await wholeWrite(this.collection.bulkWrite(operations, { ordered: false }));
      return matchedCount === writes.length;
    } catch (error) {
      if (isOutage(error)) throw error;
      return false;
    }
  }

  private async runAlone(job: Job<Changing<F, M>>): Promise<PromiseSettledResult<void>> {
    const _id = new mongoose.Types.ObjectId(job.id);
    const [result] = await Promise.allSettled([
      retryOnConflict(async () => {
        const plain = (await this.collection.findOne({ _id }, this.reading)) as Plain<F> | null;
        const { document, write } = this.run(job, plain);
        if (write) {
          const { matchedCount } = await this.collection.updateOne(write.filter, write.update);
          if (matchedCount === 0) throw new VersionConflictError();
        }
        if (document) this.announce(document); // the write of the batch may have been the one that counts
      }),
    ]);
    return result;
  }

  private run(job: Job<Changing<F, M>>, plain?: Plain<F> | null): { document?: Plain<F>; write?: Write } {
    if (!plain) {
      job.change(null);
      return {};
    }
    const document = open<F, M>(plain, this.methods);
    job.change(document);
    const write = writeOf<F>(plain, document);
    return { document, ...(write && { write }) };
  }

  private announce(document: Plain<F>): void {
    if (document.outbox.length > 0) this.model.emit(OUTBOX_FILLED, document);
  }
}
