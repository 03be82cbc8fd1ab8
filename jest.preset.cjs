const swc = [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

// Every workspace uses these settings. `npm run types` checks the types; here swc only removes them.
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  // an import names the compiled file (`./app.js`); jest runs its source
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: ['**/*.test.ts'],
  // jose is an ES module only, and jest runs CommonJS
  transform: { '^.+\\.ts$': swc, '/node_modules/jose/.+\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  // no test takes so long; on a machine that is busy with other work it may
  testTimeout: 120_000,
};
