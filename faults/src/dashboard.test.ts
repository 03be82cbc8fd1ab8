import { eventually, freePort } from '@ticketing/processes';
import { runCampaign } from './campaign.js';
import { Dashboard } from './dashboard.js';
import { freeze } from './kinds/processes.js';

const LIMIT_MS = 60_000;
let dashboard: Dashboard;
const said: string[] = [];

beforeAll(async () => {
  const env = { DASHBOARD_PORT: String(await freePort()) };
  dashboard = await Dashboard.choose((line) => said.push(line), env);
});

const page = async (path: string) => {
  const answer = await fetch(dashboard.url + path);
  return answer.text();
};

it('people can watch a campaign at the address that it says first, and disturb nothing', async () => {
  expect(said).toEqual([expect.stringContaining(`Dashboard on ${dashboard.url}`)]);
  const played = runCampaign({
    seed: 1,
    runs: [1],
    kinds: [freeze],
    longestMs: 5_000,
    windowSeconds: 3,
    dashboard,
  });
  await eventually(async () => expect(await page('/')).toMatch(/Run 1: freeze \(.*state frozen/s), LIMIT_MS);
  expect(await page('/')).not.toContain('method="post"');
  expect((await fetch(`${dashboard.url}/processes/orders/kill`, { method: 'POST' })).status).toBe(403);
  const { runs, leaks } = await played;
  expect(runs.flatMap(({ violations }) => violations)).toEqual([]);
  expect(leaks).toEqual([]);
  await expect(page('/')).rejects.toThrow('fetch failed');
});

it('refuses a dashboard that is switched off', async () => {
  await expect(Dashboard.choose(() => undefined, { DASHBOARD_PORT: 'off' })).rejects.toThrow(
    'DASHBOARD_PORT',
  );
});
