import { bytesOf } from './draft.js';
import type { Finding } from './judge/finding.js';
import { honest, type World } from './kinds/kind.js';
import type { Target } from './routes/target.js';
import { exchange } from './send/exchange.js';

/**
 * Sends each request once as it is, without anything hostile. It must be taken: a request that would be refused in any case
 * shows nothing. Signing out comes last, because the others need the session.
 */
export async function honestRequests(targets: readonly Target[], world: World): Promise<Finding[]> {
  const findings: Finding[] = [];
  const isEnd = ({ route }: Target) => /signout/i.test(route);
  const reads = targets.filter(({ type }) => type === 'reads' || type === 'page');
  const changes = targets.filter(({ type }) => type === 'changes' || type === 'action');
  for (const target of [...reads, ...changes.filter((each) => !isEnd(each)), ...changes.filter(isEnd)]) {
    const { answers } = await exchange(world.port, {
      pieces: [bytesOf(honest(target, world, 'honest'), world.host)],
    });
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
