import { bytesOf } from './draft.js';
import type { Finding } from './judge/finding.js';
import { undescribed } from './judge/undescribed.js';
import { honest, type World } from './kinds/kind.js';
import type { Target } from './routes/target.js';
import { exchange } from './send/exchange.js';

/** The later, the more of an account is gone afterwards. */
const LAST = [/password/i, /everywhere/i, /signout/i, /DELETE .*me$|deleteAccount/];
const turnOf = ({ route }: Target) => LAST.findIndex((pattern) => pattern.test(route));

/**
 * Sends each request once as it is, without anything hostile. It must be taken: a request that would be refused in any case
 * shows nothing. Those that end sessions or accounts come last, because the others need them.
 */
export async function honestRequests(targets: readonly Target[], world: World): Promise<Finding[]> {
  const findings: Finding[] = [];
  const reads = targets.filter(({ type }) => type === 'reads' || type === 'page');
  const changes = targets.filter(({ type }) => type === 'changes' || type === 'action');
  changes.sort((a, b) => turnOf(a) - turnOf(b));
  for (const target of [...reads, ...changes]) {
    const pieces = [bytesOf(honest(target, world, 'honest'), world.host)];
    const { answers } = await exchange(world.port, { pieces });
    const problem = answers[0] && undescribed({ pieces }, answers[0]);
    if (problem !== undefined)
      findings.push({ rule: 'undescribed answer', route: target.route, what: problem });
    const status = answers[0]?.status ?? 0;
    // some pages lead on, to the page of the order
    const isTaken =
      status >= 200 && status < (target.type === 'page' || target.type === 'action' ? 400 : 300);
    if (!isTaken)
      findings.push({
        rule: 'honest request refused',
        route: target.route,
        what: `answered with ${status}: ${answers[0]?.body.slice(0, 100)}`,
      });
  }
  return findings;
}
