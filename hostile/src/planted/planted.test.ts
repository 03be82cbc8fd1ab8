import { join } from 'node:path';
import type { Finding } from '../judge/finding.js';
import { uncountable } from '../judge/processes.js';
import { runHostile } from '../run-hostile.js';

// jest runs the sources, and a service loads the built file
const FAULTS = join(__dirname, '../../dist/planted/faults.js');

describe('on a system with planted faults', () => {
  let findings: Finding[];
  beforeAll(async () => {
    ({ findings } = await runHostile({ seed: 1, count: 700, site: false, preloads: () => [FAULTS] }));
  });

  const found = (rule: Finding['rule'], what: RegExp) =>
    findings.filter((each) => each.rule === rule && what.test(`${each.kind} ${each.route} ${each.what}`));

  it.each<[what: string, rule: Finding['rule'], is: RegExp]>([
    ['an answer of 500', 'server error', /tickets.*answered with 500/],
    ['a stack in an answer', 'leak', /tickets.*tells the trace of a stack/],
    ['a request that was taken and should not be', 'accepted', /content types .*tickets.*content type/],
    ['what such a request changed', 'changed', /new: ann sells .*Hostile/],
    ["somebody else's answer", "somebody else's answer", /orders/],
    ['a route that nobody described', 'not covered', /GET \/api\/orders\/:id\/planted/],
    ['a route that is not documented', 'not documented', /GET \/api\/orders\/:id\/planted/],
    ['a documented route that no service has', 'no such route', /GET \/api\/orders\/pass-keys/],
    [
      'an answer that openapi.yaml does not describe',
      'undescribed answer',
      /GET \/api\/orders\/\{id\} was answered with 200/,
    ],
    ['more lines in a log than requests', 'log', /forged webhooks .* lines where/],
    ['a process that died', 'process', /became/],
    ['an honest request that is refused', 'honest request refused', /payments\/config/],
  ])('the judge finds %s', (_what, rule, is) => {
    expect(found(rule, is)).not.toEqual([]);
  });

  it.each([
    ['descriptors that stay open', /orders has \d+ descriptors/],
    ['a pool that only grows', /payments has \d+ connections to mongodb-payments/],
  ])('the judge finds %s', (_what, is) => {
    if (uncountable !== undefined) return console.log(uncountable);
    expect(found('descriptors', is)).not.toEqual([]);
  });
});
