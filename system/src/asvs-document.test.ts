import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ASVS_REQUIREMENTS } from './asvs-requirements';

const ROOT = join(__dirname, '../..');
const STATES = ['met', 'partly', 'not met', 'n/a'];
/** `auth/src/passwords.test.ts` "accepts a password only for its own hash" */
const PROOF = /`([^`]+\.ts)` "(.+?)"(?=;|$)/g;
const LINK = /\]\((?!https:)([^)#]+)/g;

interface Row {
  ids: string[];
  state: string;
  shown: string;
}

/** The rows of all tables of the page. */
function rowsOf(page: string): Row[] {
  return page
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => {
      const [ids = '', , state = '', ...shown] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return { ids: ids.split(', '), state, shown: shown.join('|') };
    });
}

/** The requirements that the group `6.5` stands for, or the one that `6.2.1` is. */
const named = (id: string) => ASVS_REQUIREMENTS.filter((one) => one === id || one.startsWith(`${id}.`));

/** The titles of the tests in a file: the text in `it('…')`, `describe.each(…)('…')` and the like. */
function titlesIn(file: string): Set<string> {
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /\b(it|test|describe)\b/.test(node.expression.getText())) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true));
  return titles;
}

function problemsOf(page: string): string[] {
  const rows = rowsOf(page);
  const all = rows.flatMap(({ ids }) => ids.flatMap(named));
  const proofs = rows.flatMap(({ shown }) =>
    [...shown.matchAll(PROOF)].map(([, file, title]) => ({ file: file!, title: title! })),
  );
  const files = [...new Set(proofs.map(({ file }) => file))];
  const titles = new Map(
    files.filter((file) => existsSync(join(ROOT, file))).map((file) => [file, titlesIn(file)]),
  );
  return [
    ...ASVS_REQUIREMENTS.filter((id) => !all.includes(id)).map((id) => `${id} is missing`),
    ...all.filter((id, index) => all.indexOf(id) !== index).map((id) => `${id} stands twice`),
    ...rows
      .flatMap(({ ids }) => ids)
      .filter((id) => named(id).length === 0)
      .map((id) => `there is no requirement ${id}`),
    ...rows
      .filter(({ state }) => !STATES.includes(state))
      .map(({ ids, state }) => `${ids.join()}: no state "${state}"`),
    ...rows
      .filter(({ state, shown }) => (state === 'met' ? !/`.+` "|\]\(/.test(shown) : shown === ''))
      .map(({ ids }) => `${ids.join()}: nothing shows it`),
    ...rows
      .filter(({ shown }) => shown.split('.ts`').length - 1 !== [...shown.matchAll(PROOF)].length)
      .map(({ ids }) => `${ids.join()}: write each proof as \`file\` "title", with ; behind it`),
    ...files.filter((file) => !titles.has(file)).map((file) => `there is no file ${file}`),
    ...proofs
      .filter(({ file, title }) => titles.get(file)?.has(title) === false)
      .map(({ file, title }) => `${file} has no test "${title}"`),
    ...[...page.matchAll(LINK)]
      .map(([, to]) => to!)
      .filter((to) => !existsSync(join(ROOT, 'docs', to)))
      .map((to) => `there is no ${to}`),
  ];
}

describe('docs/security-asvs.md', () => {
  const page = readFileSync(join(ROOT, 'docs/security-asvs.md'), 'utf8');

  it('has each requirement once, and names tests and documents that are there', () => {
    expect(problemsOf(page)).toEqual([]);
  });

  it.each([
    ['a test that does not exist', 'has SHA-512 hashes only"', 'has SHA-1 hashes only"'],
    ['a file that does not exist', '`auth/src/passwords.test.ts`', '`auth/src/password.test.ts`'],
    ['a requirement that is missing', '| 8.4.1 ', '| 8.4.2 '],
    ['a requirement that stands twice', '| 8.4.1 ', '| 8.4.1, 8.3.1 '],
    ['a proof that is written in another way', '" |', '", so it is |'],
    ['another state', '| met', '| fulfilled'],
    ['a link that leads nowhere', '(security.md)', '(safety.md)'],
  ])('is refused with %s', (_what, from, to) => {
    expect(page).toContain(from);
    expect(problemsOf(page.replace(from, to))).not.toEqual([]);
  });
});
