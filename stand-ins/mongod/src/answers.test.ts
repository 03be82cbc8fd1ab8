import { EJSON } from 'bson';
import { MANUAL } from './answers/case.js';
import { runCase } from './answers/run-case.js';
import { SUBJECTS } from './answers/subjects.js';
import { MongoFixture } from './testing/mongo.js';

const mongo = new MongoFixture();
beforeAll(() => mongo.start());
afterAll(() => mongo.stop());

const pages = Object.values(SUBJECTS).flat();

describe.each(Object.entries(SUBJECTS))('%s', (_subject, subjectPages) => {
  describe.each(subjectPages.map((page) => [`${page.page}: ${page.section}`, page] as const))(
    '%s',
    (_page, { documents = [], cases }) => {
      test.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
        await runCase(mongo.fresh(), each.documents ?? documents, each);
      });
    },
  );
});

test('the table has at least 300 cases', () => {
  expect(pages.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(300);
});

test('no request stands in the table twice', () => {
  const requests = pages.flatMap(({ documents, cases }) =>
    cases.map((each) =>
      EJSON.stringify([each.documents ?? documents, each.before, each.request], { relaxed: false }),
    ),
  );
  expect(requests.filter((request, i) => requests.indexOf(request) !== i)).toEqual([]);
});

test('each page of the manual has an address and a section', () => {
  for (const { page, section } of pages) {
    expect(new URL(page, MANUAL).href).toMatch(/^https:\/\/www\.mongodb\.com\/docs\/manual\/[\w./$-]+$/);
    expect(section).not.toBe('');
  }
});

test('the name of a case has at most 80 characters', () => {
  const names = pages.flatMap(({ cases }) => cases.map(({ name }) => name));
  expect(names.filter((name) => name.length > 80)).toEqual([]);
});
