import type { IContainer } from 'kubernetes-models/v1';
import { isOurs, nameOf, type Workload } from '../model/cluster.js';
import { environmentOf } from '../model/environment.js';
import { quantity } from '../model/quantity.js';
import { problemsOf, type Rule, when } from './rule.js';

/** Node itself reads this variable. */
export const HEAP_SETTING = 'NODE_OPTIONS';
const MIB = 2 ** 20;
/** Node, compiled code, stacks and buffers of sockets: bare Node 24 takes 44 MiB, a service of this project some 30 more. */
const PROGRAM = 100 * MIB;
/** argon2 takes 19 MiB for each hash of a password, outside of the heap. Node hashes in four threads. */
const HASHES: Readonly<Record<string, number>> = { auth: 4 * 19 * MIB };
/** A heap with less room collects garbage all the time. */
const LEAST_HEAP = 96 * MIB;

const SHARE = 'in k8s/patches/our-image.yaml';
const LIMIT = 'raise limits.memory in k8s/patches/our-image.yaml, load.yaml or site.yaml';

export const heapRules: Rule[] = [
  {
    id: 'heap-fits',
    says: 'V8 gets a share of the memory of its container, and the program and hashes of passwords have room beside it',
    check: (cluster) =>
      cluster.services.flatMap((workload) =>
        workload.containers
          .filter(({ image }) => isOurs(image))
          .flatMap((container) => heapProblems(workload, container)),
      ),
  },
];

function heapProblems(workload: Workload, container: IContainer) {
  const options = environmentOf(container, workload)[HEAP_SETTING] ?? '';
  const limit = quantity(container.resources?.limits?.memory) ?? 0;
  const [, share] = /^--max-old-space-size-percentage=(\d+)$/.exec(options) ?? [];
  const heap = (limit * Number(share ?? 100)) / 100;
  const beside = PROGRAM + (HASHES[workload.app] ?? 0);
  const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`;
  return problemsOf(
    nameOf(workload),
    when(
      share === undefined,
      `its ${HEAP_SETTING} is ${options || 'not set'}, so its heap does not follow from its limit of memory`,
      `set --max-old-space-size-percentage ${SHARE}, and no other option`,
    ),
    when(
      share !== undefined && limit - heap < beside,
      `its heap may take ${mib(heap)} of ${mib(limit)}, but ${mib(beside)} are needed beside it`,
      `lower the share ${SHARE}, or ${LIMIT}`,
    ),
    when(heap < LEAST_HEAP, `its heap may take ${mib(heap)} only`, `raise the share ${SHARE}, or ${LIMIT}`),
  );
}
