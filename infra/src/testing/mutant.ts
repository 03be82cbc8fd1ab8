import { nameOf } from '../model/cluster.js';
import type { KubeObject } from '../model/models.js';

/** One slip in the objects of an overlay, and the rule that must notice it. */
export interface Mutant {
  rule: string;
  slip: string;
  /** The overlay that gets the slip. It is the production overlay with the Gateway API if none is named. */
  overlay?: string;
  make: (objects: KubeObject[]) => void;
}

type Values = Record<string, unknown>;

/** Finds the object `Kind/name`. As the name of a ConfigMap ends in a hash, `Kind/start*` finds an object too. */
function find(objects: KubeObject[], at: string): KubeObject {
  const object = objects.find((one) =>
    at.endsWith('*') ? nameOf(one).startsWith(at.slice(0, -1)) : nameOf(one) === at,
  );
  if (!object) throw new Error(`there is no ${at}`);
  return object;
}

function parentOf(object: KubeObject, path: string): { parent: Values; key: string } {
  const steps = path.split('/').map((step) => step.replaceAll('~', '/'));
  const key = steps.pop()!;
  const parent = steps.reduce<unknown>((value, step) => (value as Values | undefined)?.[step], object);
  if (typeof parent !== 'object' || parent === null) throw new Error(`${nameOf(object)} has no ${path}`);
  return { parent: parent as Values, key };
}

/**
 * Sets the value at `path`; with undefined removes it.
 * @param path the keys on the way, separated by `/`. A `/` inside of a key is written as `~`.
 * @throws Error if the value is there already: the mutant would change nothing
 */
export const set = (at: string, path: string, to: unknown) => (objects: KubeObject[]) => {
  const { parent, key } = parentOf(find(objects, at), path);
  if (JSON.stringify(parent[key]) === JSON.stringify(to))
    throw new Error(`${at} ${path} is ${String(to)} already`);
  if (to !== undefined) parent[key] = to;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
};

/**
 * Replaces `from` by `to` everywhere in the JSON of the object.
 * @throws Error if `from` does not occur: the mutant would change nothing
 */
export const rewrite = (at: string, from: string, to: string) => (objects: KubeObject[]) => {
  const object = find(objects, at);
  const text = JSON.stringify(object);
  if (!text.includes(from)) throw new Error(`${at} has no ${from}`);
  objects[objects.indexOf(object)] = JSON.parse(text.replaceAll(from, to)) as KubeObject;
};

/** Adds items to the list at `path`. */
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
