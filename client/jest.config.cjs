const preset = require('../jest.preset.cjs');

module.exports = {
  ...preset,
  displayName: 'client',
  rootDir: __dirname,
  roots: ['<rootDir>/lib', '<rootDir>/components', '<rootDir>/server'],
  moduleNameMapper: { '^@/(.*)$': '<rootDir>/$1', '^server-only$': '<rootDir>/lib/testing/empty.ts' },
};
