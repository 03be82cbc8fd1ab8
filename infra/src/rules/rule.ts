import type { Cluster } from '../model/cluster.js';

export interface Problem {
  /** `Deployment/orders-depl` */
  object: string;
  /** What is wrong. */
  what: string;
  /** What to change, and in which file below `infra/`. */
  remedy: string;
}

export interface Rule {
  id: string;
  /** The fact that this rule demands, in one sentence. */
  says: string;
  check(cluster: Cluster): Problem[];
}

/** Builds the list of problems of one object: `when(true, …)` adds one. */
export function problemsOf(
  object: string,
  ...found: (Omit<Problem, 'object'> | false | undefined)[]
): Problem[] {
  return found
    .filter((problem) => problem !== false && problem !== undefined)
    .map((problem) => ({ object, ...problem }));
}

/** A problem if `wrong`. */
export const when = (wrong: boolean, what: string, remedy: string) => wrong && { what, remedy };

/** The items that occur more than once. */
export const repeated = (items: readonly string[]): string[] => [
  ...new Set(items.filter((item, index) => items.indexOf(item) !== index)),
];

/** The items that only one of two lists has, as problems. */
export function differences(
  object: string,
  {
    actual,
    expected,
    of,
    remedy,
  }: { actual: Iterable<string>; expected: Iterable<string>; of: string; remedy: string },
): Problem[] {
  const [has, wants] = [new Set(actual), new Set(expected)];
  return [
    ...[...has]
      .filter((one) => !wants.has(one))
      .map((one) => ({ object, what: `${of} that should not be there: ${one}`, remedy })),
    ...[...wants]
      .filter((one) => !has.has(one))
      .map((one) => ({ object, what: `${of} that is missing: ${one}`, remedy })),
  ];
}
