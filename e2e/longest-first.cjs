const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest. They start first, so that none of them runs on alone at the end. */
const LONGEST = [
  'browser/site.test.ts',
  'controls/controls.test.ts',
  'browser/pages.test.ts',
  'browser/paying.test.ts',
  'faults/src/campaign.test.ts',
  'tour/tour.test.ts',
  'e2e/src/invariants.test.ts',
  'browser/deploying.test.ts',
  'scenarios/scenarios.test.ts',
  'planted/planted.test.ts',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.findIndex((end) => path.replaceAll('\\', '/').endsWith(end));
      return index < 0 ? LONGEST.length : index;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
