import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Violation } from './checker/violation.js';
import { Stage, type StageOptions } from './stage.js';

export interface StagesOptions extends Omit<StageOptions, 'folder'> {
  /** The folder of the whole campaign: each stage has a folder in it. */
  folder: string;
  /** This many runs share a stage. */
  runsPerSystem: number;
}

/** The stages of a campaign, one after the other. Each serves a number of runs, or until a promise is broken on it. */
export class Stages {
  /** Processes and files that were left when a system was stopped. */
  readonly leaks: string[] = [];
  private stage: Stage | undefined;
  private folder = '';
  private runs = 0;
  private broken = false;
  private readonly known = new Set<string>();

  constructor(private readonly options: StagesOptions) {}

  /** The folder with the history of the present stage. */
  get place(): string {
    return this.folder;
  }

  async forRun(run: number): Promise<Stage> {
    if (this.broken || this.runs >= this.options.runsPerSystem) await this.leave();
    this.runs++;
    if (this.stage) return this.stage;
    this.folder = join(this.options.folder, `from-run-${run}`);
    return (this.stage = await Stage.start({ ...this.options, folder: this.folder }));
  }

  /** After each run the whole history of a stage is judged. Returns the violations that no earlier run has found. */
  news(violations: Violation[]): Violation[] {
    const key = ({ rule, of, what }: Violation) => `${rule} ${of} ${what}`;
    const fresh = violations.filter((each) => !this.known.has(key(each)));
    fresh.forEach((each) => this.known.add(key(each)));
    this.broken ||= fresh.length > 0;
    return fresh;
  }

  /** Stops the system; its history and logs are kept when something was wrong. */
  async leave(): Promise<void> {
    if (!this.stage) return;
    const left = await this.stage.close();
    this.leaks.push(...left);
    if (!this.broken && left.length === 0) await rm(this.folder, { recursive: true, force: true });
    this.stage = undefined;
    this.broken = false;
    this.runs = 0;
    this.known.clear();
  }
}
