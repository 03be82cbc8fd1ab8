import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from './models.js';

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
 * @param overlay a folder of `infra/`
 * @throws Error with the message of kustomize, for a warning about a deprecated field too
 */
export function render(overlay: string): KubeObject[] {
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', join(INFRA, overlay)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`kubectl kustomize ${overlay}: ${stderr}`);
  // kustomize warns about deprecated fields on stderr, and succeeds
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
