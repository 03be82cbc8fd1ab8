import type { System } from '../../system.js';
import type { Supervised } from '../../supervisor/supervised.js';
import { isFrozen } from '../data/frozen.js';
import type { Notices } from '../web/notices.js';

/** After its start a process needs this long to make good what it has missed. */
const CATCH_UP_MS = 20_000;

/** The reasons why parts of the system need not agree at the moment: processes that are down, and what somebody does to them. */
export function disturbances(
  { processes }: Pick<System, 'processes'>,
  notices: Notices,
  now = Date.now(),
): string[] {
  return [...notices.held(), ...processes.flatMap((each) => disturbance(each, now) ?? [])];
}

function disturbance({ name, state, pid, upSince }: Supervised, now: number): string | undefined {
  if (pid !== undefined && isFrozen(pid)) return `${name} is frozen`;
  if (state !== 'running' && state !== 'elsewhere') return `${name} is ${state}`;
  const isFresh = upSince !== undefined && now - upSince < CATCH_UP_MS;
  return isFresh ? `${name} has just started` : undefined;
}
