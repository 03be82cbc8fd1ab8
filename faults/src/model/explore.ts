import { bankSteps } from './bank.js';
import type { Mechanisms } from './mechanisms.js';
import { ordersSteps } from './orders.js';
import { paymentsSteps } from './payments.js';
import type { Step } from './step.js';
import { brokenIn, isCleanEnd } from './verdict.js';
import { workerSteps } from './workers.js';
import { firstWorld, keyOf, type World } from './world.js';

export interface Sizes {
  payments: number;
  workers: number;
  /** The search ends early when it has found this many states. Then it does not know which are stuck. */
  states?: number;
}

export interface Findings {
  /** Whether every state was looked at. */
  isComplete: boolean;
  states: number;
  /** For each broken promise, in how many states it is broken, and the shortest way to the first of them. */
  broken: Record<string, { states: number; way: string[] }>;
  /** States from which the system itself has no way to a clean end, and the shortest way to the first of them. */
  stuck: { states: number; way: string[] };
}

interface Node {
  world: World;
  /** The state before it on the shortest way. */
  from: number;
  by: string;
  /** The states from which a step of the system leads here. */
  before: number[];
}

/** Looks at every state that any order of steps leads to. */
export function explore(sizes: Sizes, mechanisms: Mechanisms): Findings {
  const first = firstWorld(sizes);
  const nodes: Node[] = [{ world: first, from: -1, by: '', before: [] }];
  const known = new Map([[keyOf(first), 0]]);
  const { states = Infinity } = sizes;
  for (let at = 0; at < nodes.length; at++) {
    if (nodes.length > states)
      return { isComplete: false, states: at, broken: findBroken(nodes), stuck: { states: 0, way: [] } };
    for (const { name, kind, to } of stepsOf(nodes[at]!.world, mechanisms)) {
      const key = keyOf(to);
      let index = known.get(key);
      if (index === undefined) {
        index = nodes.push({ world: to, from: at, by: name, before: [] }) - 1;
        known.set(key, index);
      }
      if (kind === 'system') nodes[index]!.before.push(at);
    }
  }
  return { isComplete: true, states: nodes.length, broken: findBroken(nodes), stuck: findStuck(nodes) };
}

function* stepsOf(world: World, mechanisms: Mechanisms): Generator<Step> {
  yield* bankSteps(world);
  yield* ordersSteps(world, mechanisms);
  yield* paymentsSteps(world, mechanisms);
  yield* workerSteps(world, mechanisms);
}

function findBroken(nodes: Node[]): Findings['broken'] {
  const broken: Findings['broken'] = {};
  nodes.forEach(({ world }, index) => {
    for (const promise of brokenIn(world))
      (broken[promise] ??= { states: 0, way: wayTo(nodes, index) }).states++;
  });
  return broken;
}

/** Goes back from the clean ends over the steps of the system. */
function findStuck(nodes: Node[]): Findings['stuck'] {
  const ends = nodes.flatMap(({ world }, index) => (isCleanEnd(world) ? [index] : []));
  const leads = new Set(ends);
  for (let next = ends.pop(); next !== undefined; next = ends.pop())
    for (const before of nodes[next]!.before)
      if (!leads.has(before)) {
        leads.add(before);
        ends.push(before);
      }
  const stuck = nodes.findIndex((_, index) => !leads.has(index));
  return { states: nodes.length - leads.size, way: stuck < 0 ? [] : wayTo(nodes, stuck) };
}

function wayTo(nodes: Node[], index: number): string[] {
  const way: string[] = [];
  for (let node = nodes[index]!; node.from >= 0; node = nodes[node.from]!) way.unshift(node.by);
  return way;
}
