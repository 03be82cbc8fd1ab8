import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretsOf } from './architecture';
import { Cluster } from './model/cluster';
import { OVERLAYS } from './model/overlays';
import { cannotRender, INFRA, render } from './model/render';

// Nobody can try the procedures of README.md here. These tests hold the names in their commands against the manifests.

const readme = readFileSync(join(INFRA, 'README.md'), 'utf8');
const reason = cannotRender();
if (reason) console.warn(`The procedures of README.md are not compared with the manifests: ${reason}`);

/** The commands of a section, with each loop written out. */
function commandsOf(heading: string): string {
  const [, rest = ''] = readme.split(`\n## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const inline = [...section.matchAll(/`(kubectl [^`]*)`/g)].map(([, command = '']) => command);
  return [...blocks, ...inline]
    .join('\n')
    .replace(/for (\w+) in ([\w -]+); do\s([\s\S]*?)\bdone/g, (_, name: string, list: string, body: string) =>
      list
        .split(' ')
        .map((item) => body.replaceAll(new RegExp(`\\$${name}\\b`, 'g'), item))
        .join('\n'),
    );
}

const headings = [...readme.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
const KINDS: Record<string, string> = {
  deploy: 'Deployment',
  deployment: 'Deployment',
  statefulset: 'StatefulSet',
  cronjob: 'CronJob',
  hpa: 'HorizontalPodAutoscaler',
  ingress: 'Ingress',
};

(reason && !process.env.CI ? describe.skip : describe)('the procedures of README.md', () => {
  let production: Cluster;
  let secrets: Record<string, readonly string[]>;
  beforeAll(() => {
    const overlay = OVERLAYS.find(({ name }) => name === 'k8s-prod')!;
    production = new Cluster(overlay, render(overlay));
    secrets = { ...secretsOf(overlay), 'backup-restore': ['private-key'], 'jwt-secret': [] };
  });
  const sets = () => production.workloads.filter(({ kind }) => kind === 'StatefulSet');

  it.each(headings)('name objects that exist: %s', (heading) => {
    const commands = commandsOf(heading);
    const objects = [...commands.matchAll(/\b([a-z]+)\/([a-z0-9-]+)(?![\w/.])/g)]
      .filter(([, kind = '']) => kind in KINDS)
      .map(([, kind = '', name = '']) => `${KINDS[kind]!}/${name}`);
    const known = production.objects.map(({ kind, metadata }) => `${kind}/${metadata?.name}`);
    expect(objects.filter((object) => !known.includes(object))).toEqual([]);

    const named = [...commands.matchAll(/\bsecret(?: generic)?[ /]([a-z][a-z0-9-]+)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => name !== 'generic' && !(name in secrets))).toEqual([]);

    const pods = sets().flatMap(({ name, replicas }) =>
      Array.from({ length: replicas }, (_, i) => `${name}-${i}`),
    );
    const claims = pods.map((pod) => `data-${pod}`);
    for (const [, claim = ''] of commands.matchAll(/\bpvc\/([a-z0-9-]+)/g)) expect(claims).toContain(claim);
    for (const [, pod = ''] of commands.matchAll(/ ([a-z-]+-\d)(?= |$)/gm)) expect(pods).toContain(pod);

    const apps = production.workloads.map(({ app }) => app);
    for (const [, list = ''] of commands.matchAll(/-l '?app(?:=| in \()([a-z,-]+)/g))
      for (const app of list.split(',')) expect(apps).toContain(app);
  });

  it('give pods again to each Deployment that is scaled and has none after a move', () => {
    const commands = commandsOf('From base to production');
    const after = commands.slice(commands.indexOf('kubectl apply -k infra/k8s-prod'));
    expect(commands).toContain('kubectl scale deployment --all -n ticketing --replicas 0');
    const again = [...after.matchAll(/scale deployment\/([a-z-]+) -n ticketing --replicas (\d+)/g)].map(
      ([, name, pods]) => `${name} ${pods}`,
    );
    const scaled = production
      .ofKind('HorizontalPodAutoscaler')
      .map(({ spec }) => `${spec!.scaleTargetRef.name} ${spec!.minReplicas}`);
    expect(again.sort()).toEqual(scaled.sort());
    // the others have their number in the manifest, so that apply sets it
    for (const { metadata, spec } of production.ofKind('Deployment'))
      if (!scaled.some((one) => one.startsWith(metadata!.name!))) expect(spec?.replicas).toBeGreaterThan(0);
  });

  it('replace the fields that a set with TLS on the way replaces', () => {
    for (const { app, containers } of production.workloads) {
      if (app.endsWith('-mongo')) expect(containers[0]!.args![5]).toMatch(/^--tlsMode=/);
      if (sets().some((set) => set.app === `${app}-mongo`))
        expect(containers[0]!.env![1]!.name).toBe('MONGO_URI');
    }
  });
});
