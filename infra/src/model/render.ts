import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from './models.js';

/** `infra/`, from `src` and from `dist` alike. */
export const INFRA = join(__dirname, '../..');

/** Why nothing can be rendered here; undefined where it can. */
export function cannotRender(): string | undefined {
  const { error, status } = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
  if (!error && status === 0) return undefined;
  return 'kubectl is not on the PATH; it renders the overlays (https://kubernetes.io/docs/tasks/tools/)';
}

/**
 * What `kubectl apply -k` would apply, and the namespace, which is applied by hand.
 * @param overlay a folder of `infra/`
 * @throws what kustomize says is wrong.
 */
export function render(overlay: string): KubeObject[] {
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', join(INFRA, overlay)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`kubectl kustomize ${overlay}: ${stderr}`);
  // kustomize tells of fields that are about to go on stderr, and goes on
  if (/deprecated/i.test(stderr)) throw new Error(`kubectl kustomize ${overlay}: ${stderr}`);
  return [...parse(readFileSync(join(INFRA, 'k8s/namespace.yaml'), 'utf8')), ...parse(stdout)];
}

function parse(text: string): KubeObject[] {
  return parseAllDocuments(text, { uniqueKeys: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    return document.toJS() as KubeObject;
  });
}
