import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Packed {
  files: { path: string }[];
}

describe('the published package', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: join(__dirname, '..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const paths = (JSON.parse(output) as Packed[])[0]!.files.map(({ path }) => path);

  it('has the code and, for every file of it, the types', () => {
    const code = paths.filter((path) => path.endsWith('.js'));
    expect(code).toContain('dist/index.js');
    expect(code.length).toBeGreaterThan(30);
    for (const file of code) expect(paths).toContain(file.replace(/\.js$/, '.d.ts'));
  });

  it('has nothing that a consumer does not need', () => {
    const expected = /^(package\.json|README\.md|LICENSE|dist\/.*\.(js|d\.ts))$/;
    expect(paths.filter((path) => !expected.test(path))).toEqual([]);
    expect(paths.filter((path) => /\.test\.|testing\//.test(path))).toEqual([]);
  });
});
