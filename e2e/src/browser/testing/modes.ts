/** For tests that hold with JavaScript and without it: the words for their names, and whether it is on. */
export const MODES: [string, boolean][] = [
  ['with JavaScript', true],
  ['without JavaScript', false],
];
