import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const MATCHES = 20_000;
/** V8 took 300 MB more about two seconds after the matches. */
const PAUSE_MS = 3_000;

it('takes less than 60 MB in a process of its own', () => {
  const script = `
    const { Regex } = require(${JSON.stringify(join(__dirname, '../../../dist/query/regex/regex.js'))});
    const before = process.memoryUsage.rss();
    const regex = new Regex('[A-Z]@(.*\\\\.)?xn--', '');
    let found = 0;
    for (let i = 0; i < ${MATCHES}; i++) if (regex.test('abcABC@foo.example.xn--' + i)) found++;
    let most = 0;
    setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50).unref();
    setTimeout(() => console.log(JSON.stringify({ found, mb: (most - before) / 1e6 })), ${PAUSE_MS});`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const { found, mb } = JSON.parse(stdout) as { found: number; mb: number };
  expect(found).toBe(MATCHES);
  expect(mb).toBeLessThan(60);
});
