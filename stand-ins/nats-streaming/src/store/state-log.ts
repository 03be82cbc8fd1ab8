import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from '../logger.js';
import { AppendFile, syncDirectory } from './append-file.js';
import { scanFrames } from './frames.js';
import { StateFrame, applyFrame, dump } from './state-codec.js';
import { StateModel, type StateChange } from './state-model.js';

const COMPACT_FROM_BYTES = 4 * 1024 * 1024;
const COMPACT_AT_GROWTH = 4;

/**
 * The log of all data except messages. The changes of one turn are written at its end; `flush` also syncs
 * them to disk.
 */
export class StateLog {
  readonly model = new StateModel();
  private readonly unwritten = new StateFrame();
  private file: AppendFile;
  private compactedBytes: number;
  private scheduled = false;

  constructor(
    path: string,
    private readonly logger: Logger,
  ) {
    rmSync(`${path}.new`, { force: true }); // a crash may have cut a compaction short
    if (existsSync(path)) {
      const data = readFileSync(path);
      const { sound } = scanFrames(data, (body) => {
        applyFrame(body, this.model);
        return true;
      });
      this.file = new AppendFile(path);
      if (sound < data.length) this.cutTail(sound, data.length - sound);
    } else {
      this.file = new AppendFile(path);
      syncDirectory(dirname(path));
    }
    this.compactedBytes = dump(this.model).length;
  }

  change(change: StateChange): void {
    this.model.apply(change);
    this.unwritten.change(change);
    this.schedule();
  }

  sent(subscriptionId: number, sequence: number): void {
    this.model.sent(subscriptionId, sequence);
    this.unwritten.sent(subscriptionId, sequence);
    this.schedule();
  }

  acknowledged(subscriptionId: number, sequence: number): void {
    this.model.acknowledged(subscriptionId, sequence);
    this.unwritten.acknowledged(subscriptionId, sequence);
    this.schedule();
  }

  flush(): void {
    this.write();
    this.file.syncNow();
  }

  close(): void {
    this.flush();
    this.file.close();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      try {
        this.write();
      } catch (error) {
        // the changes are kept and written with the next ones
        this.logger.error(`Unable to write ${this.file.path}: ${String(error)}`);
      }
    });
  }

  private write(): void {
    if (this.unwritten.empty) return;
    this.file.append(this.unwritten.seal());
    this.unwritten.clear();
    if (this.file.size > Math.max(COMPACT_FROM_BYTES, this.compactedBytes * COMPACT_AT_GROWTH))
      this.compact();
  }

  /** The new log is synced before it takes the name of the old one, so that a crash leaves one complete log. */
  private compact(): void {
    const { path } = this.file;
    const state = dump(this.model);
    rmSync(`${path}.new`, { force: true });
    const compacted = new AppendFile(`${path}.new`);
    compacted.append(state);
    compacted.syncNow();
    compacted.close();
    renameSync(`${path}.new`, path);
    syncDirectory(dirname(path));
    this.file.close();
    this.file = new AppendFile(path);
    this.compactedBytes = state.length;
  }

  private cutTail(sound: number, damagedBytes: number): void {
    this.file.cut(sound);
    this.file.syncNow();
    this.logger.warn(`${this.file.path}: cut off ${damagedBytes} bytes of an unfinished write`);
  }
}
