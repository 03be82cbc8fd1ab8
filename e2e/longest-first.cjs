const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = /browser[\\/]site\.test\.ts$/;

/** The suite of the site takes half of the time: it has one of the two workers from the start, the rest the other. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLongest = ({ path }) => Number(LONGEST.test(path));
    return [...super.sort(tests)].sort((a, b) => isLongest(b) - isLongest(a));
  }
};
