import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { IContainer, IEnvVar } from 'kubernetes-models/v1';
import type { Workload } from './cluster.js';

/** This value stands for every secret whose form does not matter. It is long enough for each of them. */
export const SOME_SECRET = 'x'.repeat(40);

const base64 = (key: KeyObject, type: 'pkcs8' | 'spki') =>
  key.export({ type, format: 'der' }).toString('base64');
const session = generateKeyPairSync('ed25519');

/** Values with the form that their readers demand. They are the keys of nobody. */
const FORMED: Readonly<Record<string, string>> = {
  STRIPE_SECRET_KEY: `sk_live_${SOME_SECRET}`,
  STRIPE_PUBLISHABLE_KEY: `pk_live_${SOME_SECRET}`,
  STRIPE_WEBHOOK_SECRET: `whsec_${SOME_SECRET}`,
  PASS_KEY: base64(generateKeyPairSync('ed25519').privateKey, 'pkcs8'),
  SESSION_KEY: base64(session.privateKey, 'pkcs8'),
  SESSION_PUBLIC_KEYS: base64(session.publicKey, 'spki'),
};

/** A value that the reader of a key accepts. */
export const secretFor = (key: string): string => FORMED[key] ?? SOME_SECRET;

/**
 * The environment that a container has in the first pod of its workload. `secretFor` makes up each secret. As in
 * Kubernetes, `$(NAME)` is replaced where the variable NAME stands before it, and stays as it is elsewhere.
 */
export function environmentOf({ env = [] }: IContainer, workload: Workload): Record<string, string> {
  const result: Record<string, string> = {};
  for (const variable of env) result[variable.name] = expand(valueOf(variable, workload), result);
  return result;
}

/** `command` and `args`, with each `$(NAME)` replaced. */
export function commandOf(container: IContainer, workload: Workload): string[] {
  const env = environmentOf(container, workload);
  return [...(container.command ?? []), ...(container.args ?? [])].map((text) => expand(text, env));
}

/** The variables that other variables, or the command, use as `$(NAME)`. */
export function neededByOthers({ env = [], command = [], args = [] }: IContainer): Set<string> {
  const texts = [...env.map(({ value }) => value ?? ''), ...command, ...args];
  return new Set(texts.flatMap((text) => [...text.matchAll(/\$\((\w+)\)/g)].map(([, name]) => name!)));
}

/** The name of a workload's first pod. */
export function podName({ kind, name }: Pick<Workload, 'kind' | 'name'>): string {
  return kind === 'StatefulSet' ? `${name}-0` : `${name}-6d5f9c7b88-x2kqv`;
}

function valueOf({ value, valueFrom }: IEnvVar, workload: Workload): string {
  if (valueFrom?.secretKeyRef) return secretFor(valueFrom.secretKeyRef.key);
  const path = valueFrom?.fieldRef?.fieldPath;
  if (path === 'metadata.name') return podName(workload);
  const [, label] = /^metadata\.labels\['(.+)'\]$/.exec(path ?? '') ?? [];
  return label === undefined ? (value ?? '') : (workload.labels[label] ?? '');
}

const expand = (text: string, env: Record<string, string>) =>
  text.replace(/\$\((\w+)\)/g, (whole, name: string) => env[name] ?? whole);
