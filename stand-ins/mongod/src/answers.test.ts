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

test('no request stands in the table twice', () => {
  const requests = pages.flatMap(({ documents, cases }) =>
    cases.map((each) => EJSON.stringify([each.documents ?? documents, each.before, each.request])),
  );
  expect(requests.filter((request, i) => requests.indexOf(request) !== i)).toEqual([]);
});

test('each page of the manual has an address and a section', () => {
  for (const { page, section } of pages) {
    expect(new URL(page, MANUAL).href).toMatch(/^https:\/\/www\.mongodb\.com\/docs\/manual\/[\w./$-]+$/);
    expect(section).not.toBe('');
  }
});
