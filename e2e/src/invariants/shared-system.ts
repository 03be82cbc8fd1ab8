import { RunningSystem } from '../testing/running-system.js';
import { Visitor } from '../testing/visitor.js';

export const WINDOW_SECONDS = 5;
/** Of the buyers who take turns to be the first, nobody wins as many tickets within a window. */
export const PER_ACCOUNT = 24;

interface SharedSystem {
  running: RunningSystem;
  seller: Visitor;
}

let starting: Promise<SharedSystem> | undefined;

/** The one running system of all suites in a file, and a seller. The file closes it. */
export function sharedSystem(): Promise<SharedSystem> {
  return (starting ??= start());
}

async function start(): Promise<SharedSystem> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: WINDOW_SECONDS,
    reservationsPerAccount: PER_ACCOUNT,
    instances: { orders: 2, tickets: 2 },
  });
  return { running, seller: await Visitor.signedUp(running.url) };
}

export async function closeSharedSystem(): Promise<void> {
  await (await starting?.catch(() => undefined))?.running.stop();
}
