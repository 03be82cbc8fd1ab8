import { Cluster } from './model/cluster';
import type { KubeObject } from './model/models';
import { OVERLAYS } from './model/overlays';
import { cannotRender, render } from './model/render';
import { RULES } from './rules/index';
import { MUTANTS } from './testing/mutants';

const reason = cannotRender();
if (reason && process.env.CI) {
  it('finds kubectl in CI', () => {
    throw new Error(reason);
  });
}
if (reason) console.warn(`The manifests are not checked: ${reason}`);
const whereRendered = reason ? describe.skip : describe;

const rendered = new Map<string, KubeObject[]>();
beforeAll(() => {
  if (!reason) for (const overlay of OVERLAYS) rendered.set(overlay.name, render(overlay));
});

function clusterOf(name: string, make: (objects: KubeObject[]) => void = () => undefined): Cluster {
  const objects = structuredClone(rendered.get(name)!);
  make(objects);
  return new Cluster(
    OVERLAYS.find((overlay) => overlay.name === name)!,
    objects,
  );
}

whereRendered('the overlays', () => {
  it.each(OVERLAYS)('$name breaks no rule', ({ name }) => {
    const cluster = clusterOf(name);
    expect(
      RULES.flatMap((rule) => rule.check(cluster).map((problem) => ({ rule: rule.id, ...problem }))),
    ).toEqual([]);
  });
});

whereRendered('the checker', () => {
  const killed: string[] = [];
  afterAll(() => console.info(`${RULES.length} rules, ${killed.length} of ${MUTANTS.length} mutants killed`));

  it.each(MUTANTS)('$rule rejects: $slip', ({ rule: id, slip, overlay = 'k8s-prod-gateway', make }) => {
    const rule = RULES.find((one) => one.id === id)!;
    const problems = rule.check(clusterOf(overlay, make));
    expect(problems).not.toEqual([]);
    for (const { object, what, remedy } of problems) expect([object, what, remedy].every(Boolean)).toBe(true);
    killed.push(slip);
  });

  it('has a mutant for each rule', () => {
    const tried = new Set(MUTANTS.map(({ rule }) => rule));
    expect(RULES.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });

  it('has each rule once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
