import { join } from 'node:path';
import type { Mutation } from './mutation.js';

/** What is changed in the process of one instance of a service as it loads. */
export interface Instrumentation {
  /** Where it is told when to die and what time it is; without it no crash points are put in. */
  crashFolder?: string;
  mutations?: readonly Mutation[];
  /** By how many ms its clock is ahead. */
  skewMs?: number;
}

const SETTING = 'TICKETING_INSTRUMENTATION';
/** Built: a child process cannot load TypeScript. */
const PRELOAD = join(__dirname, '../../dist/instrument/preload.js');

/** The environment that has a Node process instrument what it loads. */
export function instrumentation(instance: string, what: Instrumentation): Record<string, string> {
  return {
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
    [SETTING]: JSON.stringify({ ...what, instance }),
  };
}

export function readInstrumentation(env: NodeJS.ProcessEnv): Instrumentation & { instance: string } {
  return JSON.parse(env[SETTING] ?? '{}') as Instrumentation & { instance: string };
}
