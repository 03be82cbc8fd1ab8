import type { IContainer, IEnvVar } from 'kubernetes-models/v1';
import type { Workload } from './cluster.js';

/** Stands for any secret: long enough for each of them. */
export const SOME_SECRET = 'x'.repeat(40);

/**
 * The environment a container will have, in its first pod. Secrets are only stood for; `$(NAME)` is replaced where NAME
 * was given before, as Kubernetes does, and stays as it is elsewhere.
 */
export function environmentOf({ env = [] }: IContainer, workload: Workload): Record<string, string> {
  const result: Record<string, string> = {};
  for (const variable of env) result[variable.name] = expand(valueOf(variable, workload), result);
  return result;
}

/** `command` and `args` with their `$(NAME)`s replaced. */
export function commandOf(container: IContainer, workload: Workload): string[] {
  const env = environmentOf(container, workload);
  return [...(container.command ?? []), ...(container.args ?? [])].map((text) => expand(text, env));
}

/** The names that other values, or the command, need of this environment. */
export function neededByOthers({ env = [], command = [], args = [] }: IContainer): Set<string> {
  const texts = [...env.map(({ value }) => value ?? ''), ...command, ...args];
  return new Set(texts.flatMap((text) => [...text.matchAll(/\$\((\w+)\)/g)].map(([, name]) => name!)));
}

/** The name of a workload's first pod. */
export function podName({ kind, name }: Pick<Workload, 'kind' | 'name'>): string {
  return kind === 'StatefulSet' ? `${name}-0` : `${name}-6d5f9c7b88-x2kqv`;
}

function valueOf({ value, valueFrom }: IEnvVar, workload: Workload): string {
  if (valueFrom?.secretKeyRef) return SOME_SECRET;
  const path = valueFrom?.fieldRef?.fieldPath;
  if (path === 'metadata.name') return podName(workload);
  const [, label] = /^metadata\.labels\['(.+)'\]$/.exec(path ?? '') ?? [];
  return label === undefined ? (value ?? '') : (workload.labels[label] ?? '');
}

const expand = (text: string, env: Record<string, string>) =>
  text.replace(/\$\((\w+)\)/g, (whole, name: string) => env[name] ?? whole);
