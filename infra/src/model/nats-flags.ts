/**
 * The flags of nats-streaming-server 0.25.6 that are useful on a cluster, with all names of each, and whether it takes a
 * value (https://docs.nats.io/legacy/stan/configuring/cmdline).
 */
const FLAGS: Readonly<Record<string, { names: string[]; value: boolean }>> = {
  cluster_id: { names: ['cid', 'cluster_id'], value: true },
  store: { names: ['st', 'store'], value: true },
  dir: { names: ['dir'], value: true },
  port: { names: ['p', 'port'], value: true },
  addr: { names: ['a', 'addr'], value: true },
  http_port: { names: ['m', 'http_port'], value: true },
  max_channels: { names: ['mc', 'max_channels'], value: true },
  max_subs: { names: ['msu', 'max_subs'], value: true },
  max_msgs: { names: ['mm', 'max_msgs'], value: true },
  max_bytes: { names: ['mb', 'max_bytes'], value: true },
  max_age: { names: ['ma', 'max_age'], value: true },
  hb_interval: { names: ['hbi', 'hb_interval'], value: true },
  hb_timeout: { names: ['hbt', 'hb_timeout'], value: true },
  hb_fail_count: { names: ['hbf', 'hb_fail_count'], value: true },
  file_sync: { names: ['file_sync'], value: false },
  stan_debug: { names: ['SD', 'stan_debug'], value: false },
  config: { names: ['c', 'config'], value: true },
  tls_client_cacert: { names: ['tls_client_cacert'], value: true },
  clustered: { names: ['clustered'], value: false },
  cluster_node_id: { names: ['cluster_node_id'], value: true },
  cluster_peers: { names: ['cluster_peers'], value: true },
  cluster_log_path: { names: ['cluster_log_path'], value: true },
  cluster_sync: { names: ['cluster_sync'], value: false },
  cluster_raft_logging: { names: ['cluster_raft_logging'], value: false },
  cluster: { names: ['cluster'], value: true },
  routes: { names: ['routes'], value: true },
};

export interface NatsFlags {
  /** The values, by the long name of the flag. */
  values: Readonly<Record<string, string>>;
  problems: string[];
}

/** Reads flags. A flag is written as `-name=value`, or as `-name` if it takes no value. */
export function readNatsFlags(args: readonly string[]): NatsFlags {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const arg of args) {
    const [, name = '', value] = /^--?([^-=][^=]*)(?:=(.*))?$/.exec(arg) ?? [];
    const known = Object.entries(FLAGS).find(([, { names }]) => names.includes(name));
    if (!known) problems.push(`${arg} is no known flag`);
    else if (known[1].value && !value) problems.push(`${arg} has no value`);
    else if (known[0] in values) problems.push(`${arg} sets a flag twice`);
    else values[known[0]] = value ?? 'true';
  }
  return { values, problems };
}
