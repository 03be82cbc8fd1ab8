const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest. They start first, so that none of them runs on alone at the end. */
const LONGEST = [
  'browser/site.test.ts',
  'browser/pages.test.ts',
  'controls/controls.test.ts',
  'campaign.test.ts',
  'tour/tour.test.ts',
  'scenarios/scenarios.test.ts',
  'src/invariants.test.ts',
  'scenarios/clocks.test.ts',
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
