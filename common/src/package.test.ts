import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

interface Packed {
  files: { path: string }[];
}

describe('the published package', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const paths = (JSON.parse(output) as Packed[])[0]!.files.map(({ path }) => path);
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    name: string;
    exports: Record<string, string>;
  };

  it.each(Object.entries(manifest.exports))('contains %s, and a program can load it', (subpath, file) => {
    expect(paths).toContain(file.replace(/^\.\//, ''));
    const load = `console.log(Object.keys(require('${join(manifest.name, subpath)}')).length)`;
    const names = execFileSync(process.execPath, ['-e', load], { cwd: ROOT, encoding: 'utf8' });
    expect(Number(names)).toBeGreaterThan(0);
  });

  it('contains the types of every code file', () => {
    const code = paths.filter((path) => path.endsWith('.js'));
    expect(code.length).toBeGreaterThan(30);
    for (const file of code) expect(paths).toContain(file.replace(/\.js$/, '.d.ts'));
  });

  it('contains nothing that a consumer does not need', () => {
    const expected = /^(package\.json|README\.md|LICENSE|dist\/.*\.(js|d\.ts))$/;
    expect(paths.filter((path) => !expected.test(path))).toEqual([]);
    expect(paths.filter((path) => /\.test\.|testing\//.test(path))).toEqual([]);
  });
});
