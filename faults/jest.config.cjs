module.exports = {
  ...require('../jest.preset.cjs'),
  displayName: 'faults',
  testTimeout: 300_000,
  rootDir: __dirname,
};
