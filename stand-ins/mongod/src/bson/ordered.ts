import type { Doc } from './doc.js';

const INTEGER = /^(?:0|[1-9]\d{0,9})$/;
const MOST = 2 ** 32 - 2;

/** Returns whether JavaScript moves a property of this name to the front of its object. */
export function isIntegerName(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57 && INTEGER.test(name) && Number(name) <= MOST;
}

/**
 * Returns an empty document for fields of these names. If one of the names is an integer, the document keeps
 * its fields in the order in which they are set, as BSON does. A plain object would move that field.
 */
export const docFor = (names: readonly string[]): Doc => (names.some(isIntegerName) ? orderedDoc() : {});

/** Returns a document with the fields of `source` that keeps the order of all its fields. */
export function orderedDoc(source: Doc = {}): Doc {
  const names = new Set<string | symbol>(Object.keys(source));
  return new Proxy<Doc>(source, {
    set: (target, name, value) => Boolean(names.add(name)) && Reflect.set(target, name, value),
    defineProperty: (target, name, property) =>
      Boolean(names.add(name)) && Reflect.defineProperty(target, name, property),
    deleteProperty: (target, name) => {
      names.delete(name);
      return Reflect.deleteProperty(target, name);
    },
    ownKeys: () => [...names],
  });
}
