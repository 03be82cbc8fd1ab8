import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { KubeObject } from './models.js';
import type { Overlay } from './overlays.js';

/** The folder `infra/`. The path is the same from `src` and from `dist`. */
export const INFRA = join(__dirname, '../..');

/** The reason why this machine cannot render overlays; undefined if it can. */
export function cannotRender(): string | undefined {
  const { error, status } = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
  if (!error && status === 0) return undefined;
  return 'kubectl is not on the PATH; it renders the overlays (https://kubernetes.io/docs/tasks/tools/)';
}

/**
 * The objects that `kubectl apply -k` would apply, and the namespace, which the operator applies by hand.
 * @throws Error with the message of kustomize, for a warning about a deprecated field too
 */
export function render({ name, folder, components }: Overlay): KubeObject[] {
  const own = components.length === 0 ? undefined : compose(folder, components);
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', own ?? join(INFRA, folder)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (own !== undefined) rmSync(own, { recursive: true });
  if (status !== 0) throw new Error(`kubectl kustomize ${name}: ${stderr}`);
  // kustomize warns about deprecated fields on stderr, and succeeds
  if (/deprecated/i.test(stderr)) throw new Error(`kubectl kustomize ${name}: ${stderr}`);
  return [...parse(readFileSync(join(INFRA, 'k8s/namespace.yaml'), 'utf8')), ...parse(stdout)];
}

/** Writes the overlay that README.md tells an operator to write, elsewhere. kustomize takes relative paths only. */
function compose(folder: string, components: readonly string[]): string {
  const own = mkdtempSync(join(realpathSync(tmpdir()), 'ticketing-overlay-'));
  const paths = (names: readonly string[]) => names.map((name) => relative(own, join(INFRA, name)));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'ticketing',
    resources: paths([folder]),
    components: paths(components),
  };
  writeFileSync(join(own, 'kustomization.yaml'), stringify(kustomization));
  return own;
}

function parse(text: string): KubeObject[] {
  return parseAllDocuments(text, { uniqueKeys: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    return document.toJS() as KubeObject;
  });
}
