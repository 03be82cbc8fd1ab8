/** One piece of one built file is replaced, in a test, as a service loads it. */
export interface Mutation {
  /** The source file, `orders/src/models/order.ts`. */
  file: string;
  /** The piece, as it stands in the built JavaScript, exactly once. */
  find: string;
  replace: string;
}

/**
 * @throws when the piece of a mutation is not there exactly once. A mechanism that has moved would stay on, and a
 * control that switches nothing off shows nothing.
 */
export function mutate(code: string, path: string, mutations: readonly Mutation[]): string {
  return mutations
    .filter(({ file }) => file === path)
    .reduce((changed, { find, replace }) => {
      const times = changed.split(find).length - 1;
      if (times !== 1) throw new Error(`${path} has ${JSON.stringify(find)} ${times} times, not once`);
      return changed.replace(find, () => replace);
    }, code);
}
