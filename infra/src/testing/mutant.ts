import { nameOf } from '../model/cluster.js';
import type { KubeObject } from '../model/models.js';

/** One slip in what an overlay renders to, and the rule that must notice it. */
export interface Mutant {
  rule: string;
  slip: string;
  /** In the production overlay with the Gateway API, unless it says another one. */
  overlay?: string;
  make: (objects: KubeObject[]) => void;
}

type Values = Record<string, unknown>;

/** The object `Kind/name`, or, as names of ConfigMaps end in a hash, `Kind/start*`. */
function find(objects: KubeObject[], at: string): KubeObject {
  const object = objects.find((one) =>
    at.endsWith('*') ? nameOf(one).startsWith(at.slice(0, -1)) : nameOf(one) === at,
  );
  if (!object) throw new Error(`there is no ${at}`);
  return object;
}

function parentOf(object: KubeObject, path: string): { parent: Values; key: string } {
  const steps = path.split('/').map((step) => step.replaceAll('~', '/')); // a key with a `/` is written with a `~`
  const key = steps.pop()!;
  const parent = steps.reduce<unknown>((value, step) => (value as Values | undefined)?.[step], object);
  if (typeof parent !== 'object' || parent === null) throw new Error(`${nameOf(object)} has no ${path}`);
  return { parent: parent as Values, key };
}

/** Sets, or with undefined removes, what stands at `path` (steps parted by `/`, which is written `~` within one). @throws if it is so already. */
export const set = (at: string, path: string, to: unknown) => (objects: KubeObject[]) => {
  const { parent, key } = parentOf(find(objects, at), path);
  if (JSON.stringify(parent[key]) === JSON.stringify(to))
    throw new Error(`${at} ${path} is ${String(to)} already`);
  if (to !== undefined) parent[key] = to;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
};

/** Changes `from` to `to` wherever it stands in the text of the object. @throws if it does not. */
export const rewrite = (at: string, from: string, to: string) => (objects: KubeObject[]) => {
  const object = find(objects, at);
  const text = JSON.stringify(object);
  if (!text.includes(from)) throw new Error(`${at} has no ${from}`);
  objects[objects.indexOf(object)] = JSON.parse(text.replaceAll(from, to)) as KubeObject;
};

/** Adds to the list at `path`. */
export const push =
  (at: string, path: string, ...items: unknown[]) =>
  (objects: KubeObject[]) => {
    const { parent, key } = parentOf(find(objects, at), path);
    (parent[key] as unknown[]).push(...items);
  };

export const remove = (at: string) => (objects: KubeObject[]) => {
  objects.splice(objects.indexOf(find(objects, at)), 1);
};

export const copy = (at: string, name?: string) => (objects: KubeObject[]) => {
  const twin = structuredClone(find(objects, at));
  if (name !== undefined) twin.metadata!.name = name;
  objects.push(twin);
};
