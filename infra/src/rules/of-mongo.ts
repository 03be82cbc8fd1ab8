import { STORES } from '../architecture.js';
import type { Cluster, Workload } from '../model/cluster.js';
import { commandOf } from '../model/environment.js';
import type { Problem } from './rule.js';

type Check = (store: Workload, flags: ReadonlyMap<string, string>, cluster: Cluster) => Problem[];

/** A check of every mongod, which gets the flags of its command line, such as `--dbpath` with `/data`. */
export const ofMongo = (check: Check) => (cluster: Cluster) =>
  cluster.workloads
    .filter(({ app }) => STORES.some((store) => store.app === app))
    .flatMap((store) => check(store, flagsOf(store), cluster));

function flagsOf(store: Workload): Map<string, string> {
  const words = commandOf(store.containers[0]!, store).filter((word) => word.startsWith('--'));
  return new Map(words.map((word) => [word.split('=', 1)[0]!, word.split('=', 2)[1] ?? '']));
}
