import { join } from 'node:path';
import type { Mutation } from './mutation.js';

/** The changes of the process of one service instance as it loads. */
export interface Instrumentation {
  /** The campaign and the instance talk by files in this folder. Left out: no crash points are put in. */
  crashFolder?: string;
  mutations?: readonly Mutation[];
  /** Its clock is ahead by this many ms. */
  skewMs?: number;
}

const SETTING = 'TICKETING_INSTRUMENTATION';
/** The built file: a child process cannot load TypeScript. */
const PRELOAD = join(__dirname, '../../dist/instrument/preload.js');

/** The environment that has a Node process instrument the code it loads. */
export function instrumentation(instance: string, what: Instrumentation): Record<string, string> {
  return {
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
    [SETTING]: JSON.stringify({ ...what, instance }),
  };
}

export function readInstrumentation(env: NodeJS.ProcessEnv): Instrumentation & { instance: string } {
  return JSON.parse(env[SETTING] ?? '{}') as Instrumentation & { instance: string };
}
