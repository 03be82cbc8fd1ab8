module.exports = {
  ...require('../jest.preset.cjs'),
  displayName: 'e2e',
  rootDir: __dirname,
  // each file has a system of its own; two at a time leave each other enough of two cores
  maxWorkers: 2,
  testSequencer: '<rootDir>/longest-first.cjs',
};
