import { type DocumentName, pathOf, readDocument, releasedPathOf } from '../files.js';
import { apiBreaks } from './api-breaks.js';
import { eventBreaks } from './event-breaks.js';
import { versionProblem } from './version-problem.js';

const COMPARED: [DocumentName, typeof apiBreaks][] = [
  ['openapi.yaml', apiBreaks],
  ['asyncapi.yaml', eventBreaks],
];

it.each(COMPARED)('%s breaks nothing that was released, or its version says so', (name, breaks) => {
  const [released, now] = [releasedPathOf(name), pathOf(name)].map(readDocument) as [never, never];
  expect(versionProblem(released, now, breaks(released, now))).toBeUndefined();
});

it('takes a break only with a higher first number', () => {
  const of = (version: string) => ({ info: { version } });
  expect(versionProblem(of('1.9.0'), of('1.10.0'), ['it is gone'])).toMatch(
    /^This breaks .* 1\.9\.0:\n- it is gone\n/,
  );
  expect(versionProblem(of('9.0.0'), of('10.0.0'), ['it is gone'])).toBeUndefined();
  expect(versionProblem(of('1.9.0'), of('1.9.0'), [])).toBeUndefined();
});
