import { findBrowser, NO_BROWSER } from './browser.js';

/** Tests that need a browser. Without one they are skipped with a message, or fail if CI is set. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (findBrowser() !== undefined) {
    describe(name, tests);
  } else if (process.env.CI) {
    it(name, () => {
      throw new Error(NO_BROWSER);
    });
  } else {
    process.stderr.write(`Skipped "${name}": ${NO_BROWSER}\n`);
    describe.skip(name, tests);
  }
}
