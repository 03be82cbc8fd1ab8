import { countsByRule, findingLines } from './report.js';
import { runHostile, type RunResult } from './run-hostile.js';

// `npm run hostile` sends more
const RUN = { seed: 3, count: 400 };

describe('a short run of hostile requests', () => {
  let result: RunResult;
  beforeAll(async () => {
    result = await runHostile(RUN);
    const { findings, tally } = result;
    if (findings.length > 0)
      console.log([tally.table(), ...findingLines(findings, RUN), countsByRule(findings)].join('\n'));
  });

  it('sends some to every route of the services and of the site', () => {
    expect(result.tally.sent()).toBe(RUN.count);
    expect(result.routes).toBeGreaterThan(40);
    expect(result.findings.filter(({ rule }) => rule === 'not covered')).toEqual([]);
  });

  it('nothing is taken, told, changed or left open, and no process dies', () => {
    expect(result.findings).toEqual([]);
  });
});
