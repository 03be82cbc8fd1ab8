import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importProblems } from './imports/check.js';
import { ROOT } from './root.js';

// ESLint finds circles too, but it does not look at imports of types.

describe('the imports of all sources', () => {
  it('have no circle and cross no border of a workspace', () => {
    expect(importProblems(ROOT)).toEqual([]);
  });
});

describe('the check of imports', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ticketing-imports-'));
    write('package.json', JSON.stringify({ workspaces: ['*', 'inner/*'] }));
    write('shop/package.json', manifest('@x/shop', { devDependencies: { '@x/lib': '*' } }));
    write('lib/package.json', manifest('@x/lib'));
    write('inner/deep/package.json', manifest('@x/deep', { peerDependencies: { '@x/lib': '*' } }));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const manifest = (name: string, more = {}) => JSON.stringify({ name, dependencies: {}, ...more });

  it('accepts imports without a circle, of workspaces that are named', () => {
    write('shop/src/a.ts', "import { b } from './b.js';\nimport { lib } from '@x/lib/part';");
    write('shop/src/b.tsx', "import fs from 'node:fs'; // import './a.js'");
    write('inner/deep/src/a.ts', "import lib from '@x/lib';");
    expect(importProblems(root)).toEqual([]);
  });

  it.each([
    ['values', "import { b } from './b.js';", "export { a } from './a.js';"],
    ['types', "import type { B } from './b.js';", "export type { A } from './a.js';"],
    ['inline types', "type B = import('./b.js').B;", "import { type A } from './a.js';"],
    ['an alias', "import { b } from '@/src/b';", "import { a } from '@/src/a';"],
    ['no ending', "import { b } from './b';", "import { a } from '../src/a';"],
  ])('names a circle of %s', (_kind, a, b) => {
    write('shop/src/a.ts', a);
    write('shop/src/b.ts', b);
    expect(importProblems(root)).toEqual([
      'a circle of imports: shop/src/a.ts → shop/src/b.ts → shop/src/a.ts',
    ]);
  });

  it('names each of several circles, whoever leads to them', () => {
    write('shop/src/app.ts', "import './a/index.js';\nimport './loop.js';");
    write('shop/src/a/index.ts', "import './one.js';");
    write('shop/src/a/one.ts', "import './two.js';");
    write('shop/src/a/two.ts', "import '../a';");
    write('shop/src/loop.ts', "import './loop.js';");
    expect(importProblems(root)).toEqual([
      'a circle of imports: shop/src/a/index.ts → shop/src/a/one.ts → shop/src/a/two.ts → shop/src/a/index.ts',
      'a circle of imports: shop/src/loop.ts → shop/src/loop.ts',
    ]);
  });

  it('leaves tests and built files out', () => {
    write('shop/src/a.ts', '');
    write('shop/src/a.test.ts', "import '../../lib/src/b.js';");
    write('shop/dist/a.d.ts', "import '../../lib/src/b.js';");
    write('shop/node_modules/a/a.ts', "import '../../lib/src/b.js';");
    expect(importProblems(root)).toEqual([]);
  });

  it.each([
    ['a relative path', '../../lib/src/b.js', /by its name/],
    ['a relative path into dist', '../../lib/dist/b.js', /by its name/],
    ['a deep path', '@x/lib/dist/b.js', /what the workspace exports/],
    ['the path of a source', '@x/lib/src/b', /what the workspace exports/],
    ['a name that package.json lacks', '@x/deep', /name it in shop\/package.json/],
    ['a subpath of such a name', '@x/deep/part', /name it in shop\/package.json/],
  ])('refuses another workspace by %s', (_how, specifier, problem) => {
    write('lib/src/b.ts', '');
    write('shop/src/a.ts', `import type { B } from '${specifier}';`);
    expect(importProblems(root)).toEqual([expect.stringMatching(problem)]);
  });
});
