const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = /browser[\\/]site\.test\.ts$/;

/** The suite of the site takes longest. It starts first, so that it does not run on alone at the end. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLongest = ({ path }) => Number(LONGEST.test(path));
    return [...super.sort(tests)].sort((a, b) => isLongest(b) - isLongest(a));
  }
};
