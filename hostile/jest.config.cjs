module.exports = {
  ...require('../jest.preset.cjs'),
  displayName: 'hostile',
  testTimeout: 300_000,
  rootDir: __dirname,
};
