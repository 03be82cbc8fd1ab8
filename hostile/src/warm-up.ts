import { bytesOf } from './draft.js';
import { honest, idle, type World } from './kinds/kind.js';
import type { Target } from './routes/target.js';
import { exchange } from './send/exchange.js';

/** More at once than a run ever sends, so that no pool of connections grows during the run. */
export const AT_ONCE = 24;

/** Asks each route often enough at once that the connections between the processes are open before they are counted. */
export async function warmUp(targets: readonly Target[], world: World): Promise<void> {
  // signing in is what uses the database of auth, and changes nothing else
  const reads = targets.filter(
    ({ type, route }) => type === 'reads' || type === 'page' || route === 'POST /api/users/signin',
  );
  // all pages go over the same connections, and a page costs far more than a call
  const warming = targets.filter(
    ({ type, route }) => !['page', 'action'].includes(type) || route === 'page /orders',
  );
  const rest = warming.flatMap((target) => {
    const draft = reads.includes(target) ? honest(target, world, 'warm') : idle(target, world, 'warm');
    return Array.from({ length: AT_ONCE }, () => bytesOf(draft, world.host));
  });
  const work = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await exchange(world.port, { pieces: [next] });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
