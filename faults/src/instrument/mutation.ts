/** A test-only build of a service: one piece of one built file replaced. */
export interface Mutation {
  /** The file of the sources, `orders/src/models/order.ts`. */
  file: string;
  /** As it stands in the built JavaScript, exactly once. */
  find: string;
  replace: string;
}

/**
 * @throws where a mutation's piece is not there exactly once: a mechanism that has moved would stay on, and a negative
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
