import { contentProblems } from './contents.js';

const PACKAGES = ['express', 'mongoose', 'helmet', 'pino', 'bull', 'zod'];
const FILES = [
  'orders/dist/index.js',
  'orders/package.json',
  'service',
  'node_modules/@ticketing/common/dist/index.js',
  ...PACKAGES.map((name) => `node_modules/${name}/package.json`),
];

const problems = (files: readonly string[], size = 1) => contentProblems('orders', { files, size });

describe('the files of an image', () => {
  it('are right when each of them runs', () => {
    expect(problems(FILES)).toEqual([]);
  });

  it.each([
    ['a test', 'orders/dist/app.test.js'],
    ['a helper of tests', 'orders/dist/testing/orders.js'],
    ['a source', 'orders/src/index.ts'],
    ['a source map', 'orders/dist/index.js.map'],
    ['types of a package', 'node_modules/express/index.d.ts'],
    ['a source of common', 'node_modules/@ticketing/common/src/index.ts'],
    ['secrets', 'orders/.env'],
    ['a package for tests', 'node_modules/jest/package.json'],
    ['a package of types', 'node_modules/@types/node/package.json'],
    ['a package that the lockfile has not', 'node_modules/left-behind/package.json'],
    ['another service', 'payments/dist/index.js'],
    ['a file of the build', 'package-lock.json'],
  ])('are refused with %s', (_, file) => {
    expect(problems([...FILES, file])).not.toEqual([]);
  });

  it('are refused without the program, without packages, and when they are too large', () => {
    expect(problems(FILES.slice(1))).toEqual(['orders/dist/index.js is missing']);
    expect(problems(FILES.slice(0, 4))).toEqual(['it has no packages']);
    expect(problems(FILES, 1e9)).toEqual([expect.stringMatching(/^it has 1000.0 MB, and may have \d+ MB$/)]);
  });
});
