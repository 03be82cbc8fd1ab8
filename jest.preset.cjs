// Shared by every workspace. Types are checked by `npm run types`; here the code is only stripped of them.
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  // sources name each other as Node does once they are compiled
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 30_000,
};
