import type { IContainer, ISecretKeySelector } from 'kubernetes-models/v1';
import type { Cluster, Workload } from './cluster.js';
import { commandOf, environmentOf } from './environment.js';

/** The parts of the `MONGO_URI` of a service. The URL class does not accept several hosts. */
export function mongoUriOf(cluster: Cluster, owner: string) {
  const service = cluster.workloads.find(({ app }) => app === owner);
  const uri = (service && environmentOf(service.containers[0]!, service).MONGO_URI) ?? '';
  const [, user, hosts = ''] = /^mongodb:\/\/(?:([^:@/]*)[^@/]*@)?([^/]*)/.exec(uri) ?? [];
  const { pathname, searchParams } = new URL(uri.replace(hosts, 'one') || 'mongodb://one');
  return { user, pathname, searchParams, hosts: hosts.split(',') };
}

/** The settings of Redis: the lines of the file that its command names, by their first word. */
export function redisConf(cluster: Cluster, redis: Workload): Map<string, string> {
  const path = commandOf(redis.containers[0]!, redis)[1] ?? '';
  return new Map(linesOf(cluster, redis, path).map((line) => line.split(/\s+/, 2) as [string, string]));
}

/** The lines of a file that a workload mounts from a ConfigMap, without comments. */
export function linesOf(cluster: Cluster, workload: Workload, path: string): string[] {
  const maps = (workload.template.spec?.volumes ?? []).map(({ configMap }) =>
    cluster.named('ConfigMap', configMap?.name),
  );
  const name = path.split('/').at(-1)!;
  const text = maps.map((map) => map?.data?.[name]).find((found) => found !== undefined) ?? '';
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** The secret, and its key, that a variable of a container comes from. */
export function secretOfVariable(
  container: IContainer | undefined,
  variable: string,
): ISecretKeySelector | undefined {
  return container?.env?.find(({ name }) => name === variable)?.valueFrom?.secretKeyRef;
}
