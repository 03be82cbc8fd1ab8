module.exports = {
  ...require('../jest.preset.cjs'),
  displayName: 'e2e',
  testTimeout: 300_000,
  rootDir: __dirname,
};
