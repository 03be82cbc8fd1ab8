import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IEnvVar, IVolumeMount } from 'kubernetes-models/v1';
import { STORES } from './architecture';
import type { KubeObject } from './model/models';
import { OVERLAYS } from './model/overlays';
import { cannotRender, INFRA, render } from './model/render';

// These tests run restore.sh against a stand-in for kubectl that has the objects of the production overlay.

interface Job {
  env: IEnvVar[];
  mounts: IVolumeMount[];
}
interface State {
  deployments: Record<string, { replicas: number; pods: number }>;
  hpas: Record<string, { minReplicas: number }>;
  cronjobs: Record<string, { suspend?: boolean; running: number; jobSpec: unknown }>;
  jobs: Record<string, unknown>;
  secrets: Record<string, unknown>;
  /** The services whose restores fail. */
  failing: string[];
  /** The step at which somebody ends the script. */
  killedAt?: number;
  steps: number;
  created: Job[];
  /** What a cluster or the data would suffer from. */
  problems: string[];
  log: string[];
}

const has = (program: string) => spawnSync(program, ['version']).error === undefined;
const reason = cannotRender() ?? (has('openssl') ? undefined : 'openssl is not on the PATH');
if (reason) console.warn(`restore.sh is not tested: ${reason}`);

let objects: KubeObject[];
let dir: string;
const file = () => join(dir, 'state.json');
const key = () => join(dir, 'key.pem');
const read = () => JSON.parse(readFileSync(file(), 'utf8')) as State;

/** A cluster in which production runs. */
function production(): State {
  const named = <T>(kind: string, of: (object: never) => T) =>
    Object.fromEntries(
      objects
        .filter((one) => one.kind === kind)
        .map((one) => [one.metadata!.name!, of(one as never)] as const),
    );
  return {
    deployments: named('Deployment', () => ({ replicas: 4, pods: 4 })), // one more than the least
    hpas: named('HorizontalPodAutoscaler', ({ spec }: { spec: { minReplicas: number } }) => spec),
    cronjobs: named('CronJob', ({ spec }: { spec: { jobTemplate: { spec: unknown } } }) => ({
      running: 0,
      jobSpec: spec.jobTemplate.spec,
    })),
    secrets: Object.fromEntries(
      [...STORES.map(({ app }) => app), 'internal-ca', 'backup-recipient'].map((name) => [name, {}]),
    ),
    jobs: {},
    failing: [],
    steps: 0,
    created: [],
    problems: [],
    log: [],
  };
}

function restore(args: string[], cluster: Partial<State> = {}, keyFile = key()) {
  writeFileSync(file(), JSON.stringify({ ...production(), ...cluster }));
  return again(args, keyFile);
}

function again(args: string[], keyFile = key()) {
  const real = spawnSync('bash', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).stdout.trim();
  const { status, stdout, stderr } = spawnSync('bash', [join(INFRA, 'restore.sh'), keyFile, ...args], {
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...process.env, PATH: `${dir}:${process.env.PATH}`, FAKE_STATE: file(), REAL_KUBECTL: real },
  });
  return { status, said: stdout + stderr, state: read() };
}

/** The cluster is as before, except for what the test says about the services. */
function expectCleanedUp({ secrets, jobs, cronjobs, problems }: State) {
  expect(problems).toEqual([]);
  expect(Object.keys(secrets)).not.toContain('backup-restore');
  expect(jobs).toEqual({});
  expect(Object.values(cronjobs).filter(({ suspend }) => suspend)).toEqual([]);
}

const ORDERS = 'orders=2026-01-31T0343Z.oplog.dump';
const TICKETS = 'tickets=2026-01-31T0330Z.oplog.dump';

(reason && !process.env.CI ? describe.skip : describe)('restore.sh', () => {
  beforeAll(() => {
    objects = render(OVERLAYS.find(({ name }) => name === 'k8s-prod')!);
    dir = mkdtempSync(join(tmpdir(), 'ticketing-restore-'));
    for (const program of ['kubectl', 'sleep'])
      symlinkSync(join(INFRA, 'src/testing/fake-kubectl.mjs'), join(dir, program));
    spawnSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key()]);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('restores databases, and gives their services the least pods of their autoscalers', () => {
    const { status, said, state } = restore([ORDERS, TICKETS]);
    expect({ status, said }).toMatchObject({ status: 0 });
    expectCleanedUp(state);
    for (const service of ['orders', 'tickets']) {
      expect(state.hpas[service]!.minReplicas).toBe(3);
      expect(state.deployments[`${service}-depl`]).toEqual({ replicas: 3, pods: 3 });
    }
    expect(state.deployments['auth-depl']).toEqual({ replicas: 4, pods: 4 });
    const files = state.created.map(({ env }) => env.find(({ name }) => name === 'RESTORE_FILE')?.value);
    expect(files).toEqual([ORDERS, TICKETS].map((word) => word.split('=')[1]));
    for (const { mounts } of state.created)
      expect(mounts.map(({ mountPath }) => mountPath)).toEqual(
        expect.arrayContaining(['/restore', '/secret/admin-password', '/backups']),
      );
  });

  it('knows the names of everything that belongs to a database', () => {
    const { status, state } = restore(STORES.map(({ owner }) => `${owner}=2026-01-31T0343Z.oplog.dump`));
    expect(status).toBe(0);
    expectCleanedUp(state);
    for (const { owner } of STORES)
      expect(state.deployments[`${owner}-depl`]).toEqual({ replicas: 3, pods: 3 });
  });

  it('waits until a backup that runs has ended, and lets no other one start', () => {
    const cluster = production();
    cluster.cronjobs['orders-mongo-backup']!.running = 5;
    const { status, state } = restore([ORDERS], cluster);
    expect(status).toBe(0);
    expectCleanedUp(state);
  });

  it('ends soon when a restore fails, leaves the services off and says how to go on', () => {
    const { status, said, state } = restore([ORDERS, TICKETS], { failing: ['tickets'] });
    expect(status).toBe(1);
    expect(state.steps).toBeLessThan(20);
    expectCleanedUp(state);
    for (const service of ['orders', 'tickets']) {
      expect(state.deployments[`${service}-depl`]).toEqual({ replicas: 0, pods: 0 });
      expect(said).toContain(`kubectl scale deployment/${service}-depl -n ticketing --replicas 3`);
    }
    expect(said).toContain('tickets was not restored');
  });

  it('can be run again after a failure', () => {
    restore([ORDERS], { failing: ['orders'] });
    writeFileSync(file(), JSON.stringify({ ...read(), failing: [] }));
    const { status, state } = again([ORDERS]);
    expect(status).toBe(0);
    expectCleanedUp(state);
    expect(state.deployments['orders-depl']).toEqual({ replicas: 3, pods: 3 });
  });

  it.each([2, 6])('takes back the key and the job when it is ended at step %s', (killedAt) => {
    const { status, said, state } = restore([ORDERS], { killedAt });
    expect(status).toBe(1);
    expectCleanedUp(state);
    expect(said).toContain('kubectl scale deployment/orders-depl');
  });

  it.each([
    [['order=2026-01-31T0343Z.oplog.dump'], 'not found'],
    [['expiration=2026-01-31T0343Z.oplog.dump'], 'not found'],
    [['orders'], 'is not <service>=<dump>'],
    [['orders=../../secret'], 'is not <service>=<dump>'],
    [[ORDERS, ORDERS], 'named twice'],
    [[], 'name the private key'],
  ])('stops nothing when it is asked for %j', (args, words) => {
    const { status, said, state } = restore(args);
    expect(status).toBe(1);
    expect(said).toContain(words);
    expect(state.log.filter((line) => !line.startsWith('get '))).toEqual([]);
  });

  it('stops nothing when it cannot read the private key', () => {
    const { status, state } = restore([ORDERS], {}, join(dir, 'no-key.pem'));
    expect(status).not.toBe(0);
    expect(state.log.filter((line) => !line.startsWith('get '))).toEqual([]);
  });
});
