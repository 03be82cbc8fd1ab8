import { join } from 'node:path';
import { RunningSystem } from '@ticketing/e2e/testing';
import { gather } from './cast/cast.js';
import { honestRequests } from './honest-requests.js';
import type { Finding } from './judge/finding.js';
import { judgeLog, LogWatch } from './judge/log-watch.js';
import { type Descriptors, leftOpen, pidsOf, settled, uncountable } from './judge/processes.js';
import { Secrets } from './judge/secrets.js';
import { differences, snapshotOf } from './judge/snapshot.js';
import { KINDS } from './kinds/index.js';
import type { World } from './kinds/kind.js';
import { plan, type Planned } from './plan.js';
import { documentFindings } from './routes/document-findings.js';
import { ServiceRoutes } from './routes/service-routes.js';
import { siteRoutes } from './routes/site-routes.js';
import { cover, type Covered } from './routes/targets.js';
import { sendKind } from './send-kind.js';
import { Tally } from './tally.js';
import { AT_ONCE, warmUp } from './warm-up.js';

export interface RunOptions {
  seed: number;
  count: number;
  /** Sends only the request with this number. */
  only?: number;
  /** Without the site its pages and actions are left out. */
  site?: boolean;
  /** Files that a service loads before its own code. A control plants faults by them. */
  preloads?: (instance: string) => string[];
  say?: (line: string) => void;
}

export interface RunResult {
  findings: Finding[];
  tally: Tally;
  routes: number;
  descriptors: { before: Descriptors; after: Descriptors };
}

/** Long enough that no order of the cast ends during a run. */
const WINDOW_SECONDS = 4 * 60 * 60;
const SETTLE_MS = 40_000;
/** A request needs two connections to another process at once at most: some pages ask a service for two things. */
const MOST_POOLED = 2 * AT_ONCE;
/** Each request must meet the route and not the limit of attempts, which has tests of its own. */
const NO_LIMITS = { SIGNUPS_PER_HOUR: '1000000', SIGNIN_FAILURES_PER_ADDRESS: '1000000' };

/** Starts a system, sends hostile requests to every route of it, and judges what came of them. */
export async function runHostile({
  say = () => undefined,
  preloads = () => [],
  site = true,
  ...options
}: RunOptions): Promise<RunResult> {
  const serviceRoutes = new ServiceRoutes();
  const env = (instance: string) => ({
    ...serviceRoutes.env(instance, ...preloads(instance)),
    ...(instance.startsWith('auth') ? NO_LIMITS : {}),
  });
  const running = await RunningSystem.start({
    site,
    expirationWindowSeconds: WINDOW_SECONDS,
    interference: { env },
  });
  try {
    const routes = serviceRoutes.read();
    const covered = cover(routes, site ? siteRoutes() : { pages: [], actions: [] });
    const result = await play(running, covered, { ...options, say });
    return { ...result, findings: [...documentFindings(routes), ...result.findings] };
  } finally {
    await running.stop();
    serviceRoutes.remove();
  }
}

interface PlayOptions extends Pick<RunOptions, 'seed' | 'count' | 'only'> {
  say: (line: string) => void;
}

async function play(
  running: RunningSystem,
  { targets, missing }: Covered,
  { say, ...options }: PlayOptions,
): Promise<RunResult> {
  const findings: Finding[] = missing.map((route) => ({
    rule: 'not covered',
    route,
    what: 'nobody described a request for it',
  }));
  const cast = await gather(running);
  const { host, port } = new URL(running.url);
  const world: World = {
    host,
    port: Number(port),
    cast,
    hasSite: targets.some(({ type }) => type === 'page'),
  };
  const secrets = Secrets.of(running, cast);
  const planned = plan(targets, options).filter(
    ({ index }) => options.only === undefined || index === options.only,
  );
  say(`${targets.length} routes, ${planned.length} requests, seed ${options.seed}`);
  await warmUp(targets, world);
  if (uncountable !== undefined) say(uncountable);
  const before = {
    things: await snapshotOf(cast, running),
    descriptors: await settled(running, SETTLE_MS),
    pids: pidsOf(running),
  };
  const tally = new Tally();
  const log = new LogWatch(join(running.dataDir, 'logs'));

  for (const kind of KINDS) {
    const its = planned.filter((each) => each.kind === kind);
    if (its.length === 0) continue;
    findings.push(...(await renewSessions(world, its)));
    const began = Date.now();
    const { findings: found, seen } = await sendKind(its, world, secrets, tally);
    if (options.only !== undefined) seen.forEach(say);
    const told = judgeLog(await log.news(), tally.mostLines(kind.name));
    found.push(...told.map((what): Finding => ({ rule: 'log', kind: kind.name, what })));
    findings.push(...found);
    say(
      `${kind.name}: ${its.length} requests in ${((Date.now() - began) / 1000).toFixed(1)} s, ${found.length} findings`,
    );
  }

  findings.push(
    ...(await leftOpen(running, before.descriptors, { mostPooled: MOST_POOLED, limitMs: SETTLE_MS })).map(
      (what): Finding => ({
        rule: 'descriptors',
        what,
      }),
    ),
  );
  const after = await settled(running, SETTLE_MS);
  if (JSON.stringify(pidsOf(running)) !== JSON.stringify(before.pids))
    findings.push({
      rule: 'process',
      what: `${JSON.stringify(before.pids)} became ${JSON.stringify(pidsOf(running))}`,
    });
  findings.push(...(await renewSessions(world, [])));
  findings.push(
    ...differences(before.things, await snapshotOf(cast, running)).map((what): Finding => ({
      rule: 'changed',
      what,
    })),
  );
  if (options.only === undefined) findings.push(...(await honestRequests(targets, world)));
  return { findings, tally, routes: targets.length, descriptors: { before: before.descriptors, after } };
}

/** A session that ended was ended by a hostile request. Its owner signs in again, so that the others mean something. */
async function renewSessions({ cast }: World, next: readonly Planned[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const person of Object.values(cast.people)) {
    if (await person.isSignedIn()) continue;
    findings.push({
      rule: 'signed out',
      what: `${person.name} was signed out before ${next[0]?.kind.name ?? 'the end'}`,
    });
    await person.signIn().catch(({ message }: Error) => findings.push({ rule: 'signed out', what: message }));
  }
  return findings;
}
