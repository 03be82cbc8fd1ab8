import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceNames, services } from './system';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The cells of each row of the table under a heading. */
function tableUnder(heading: string, text: string): string[][] {
  const section = text.slice(text.indexOf(`\n## ${heading}\n`)).split('\n## ')[1] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const subjectsIn = (cell = '') => Array.from(cell.matchAll(/`([^`]+)`/g), ([, subject]) => subject!).sort();

describe("the README's table of services", () => {
  const rows = tableUnder('The services', read('README.md'));

  it('has each service once, with a link to its own README', () => {
    expect(rows.map(([first]) => first)).toEqual(serviceNames.map((name) => `[${name}](${name}/README.md)`));
    for (const name of serviceNames) expect(read(`${name}/README.md`)).toContain(`# ${name}`);
  });

  it.each(services)('says what $name publishes and hears', ({ name, publishes, hears }) => {
    const [, , published, heard] = rows[serviceNames.indexOf(name)] ?? [];
    expect(subjectsIn(published)).toEqual([...publishes].sort());
    expect(subjectsIn(heard)).toEqual([...hears].sort());
  });
});

it('describes every workspace that is a service, and no other', () => {
  const script = `import(${JSON.stringify(pathToFileURL(join(ROOT, 'scripts/workspaces.mjs')))}).then((all) => console.log(JSON.stringify(all.serviceFolders())))`;
  const folders = JSON.parse(
    execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
  ) as string[];
  expect(folders.sort()).toEqual([...serviceNames].sort());
});

/** The pages that people read first, and all of `docs/`. */
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'infra/README.md',
  ...serviceNames.map((name) => `${name}/README.md`),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** The anchors that GitHub makes of the headings of a page. */
const anchorsOf = (page: string) =>
  Array.from(page.matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(PAGES)('the links of %s', (file) => {
  const targets = Array.from(read(file).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);

  it('lead to files and headings that exist', () => {
    const broken = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const linked = path === '' ? file : join(dirname(file), path);
        if (!existsSync(join(ROOT, linked))) return true;
        return anchor !== undefined && !anchorsOf(read(linked)).includes(anchor);
      });
    expect(broken).toEqual([]);
  });
});
