/** Flags of the real server whose effect this server does not have. */
interface Missing {
  /** What this server does not have. */
  what: string;
  /** Flags with a value. A value in `same` asks for what this server does anyway. */
  flags?: readonly string[];
  /** Flags that are true or false. */
  switches?: readonly string[];
  same?: readonly string[];
}

const NONE = ['', '0', '0s'];
const OFF = ['false'];

const MISSING: readonly Missing[] = [
  { what: 'NATS server outside of its process', flags: ['ns', 'nats_server'], same: [''] },
  {
    what: 'routes to other NATS servers',
    flags: ['routes', 'cluster', 'cluster_listen', 'cluster_advertise', 'cluster_name', 'connect_retries'],
    switches: ['no_advertise'],
    same: [...NONE, ...OFF],
  },
  {
    what: 'clusters of NATS Streaming',
    flags: [
      'cluster_node_id',
      'cluster_peers',
      'cluster_log_path',
      'cluster_log_cache_size',
      'cluster_log_snapshots',
      'cluster_trailing_logs',
    ],
    switches: [
      'clustered',
      'cluster_bootstrap',
      'cluster_sync',
      'cluster_raft_logging',
      'cluster_proceed_on_restore_failure',
      'cluster_allow_add_remove_node',
    ],
    same: ['', ...OFF],
  },
  { what: 'fault-tolerance groups', flags: ['ft_group'], same: [''] },
  { what: 'removal of inactive channels', flags: ['mi', 'max_inactivity'], same: NONE },
  { what: 'replacement of durable subscriptions', switches: ['replace_durable'], same: OFF },
  {
    what: 'encryption of its files',
    flags: ['encryption_cipher', 'encryption_key'],
    switches: ['encrypt'],
    same: ['', ...OFF],
  },
  {
    what: 'such setting of its file store',
    flags: [
      'file_compact_frag',
      'file_compact_interval',
      'file_compact_min_size',
      'file_buffer_size',
      'file_crc_poly',
      'file_slice_max_msgs',
      'file_slice_max_bytes',
      'file_slice_max_age',
      'file_slice_archive_script',
      'file_fds_limit',
      'file_parallel_recovery',
      'file_read_buffer_size',
      'file_auto_sync',
      'io_batch_size',
      'io_sleep_time',
    ],
    switches: ['file_compact_enabled'],
  },
  { what: 'file store without sync or checksums', switches: ['file_sync', 'file_crc'], same: ['true'] },
  { what: 'refusal of an unfinished write', switches: ['file_truncate_bad_eof'], same: ['true'] },
  {
    what: 'SQL store',
    flags: ['sql_driver', 'sql_source', 'sql_max_open_conns', 'sql_bulk_insert_limit'],
    switches: ['sql_no_caching'],
    same: ['', ...OFF],
  },
  {
    what: 'syslog',
    flags: ['r', 'remote_syslog', 'syslog_name'],
    switches: ['s', 'syslog'],
    same: ['', ...OFF],
  },
  { what: 'rotation of the log', flags: ['log_size_limit'], same: NONE },
  { what: 'limit for traced messages', flags: ['max_traced_msg_len'], same: NONE },
  { what: 'monitoring over HTTPS', flags: ['ms', 'https_port'], same: NONE },
  { what: 'profile of itself', flags: ['profile'], same: NONE },
  { what: 'signals to another process', flags: ['sl', 'signal'] },
  { what: 'tokens', flags: ['auth'], same: [''] },
  { what: 'certificates of clients', flags: ['tlscacert'], switches: ['tlsverify'], same: ['', ...OFF] },
  { what: 'name of its own', flags: ['n', 'name', 'server_name'], same: [''] },
  { what: 'advertised address', flags: ['client_advertise'], same: [''] },
  { what: 'file with its ports', flags: ['ports_file_dir'], same: [''] },
  { what: 'check of a configuration without a start', switches: ['t'], same: OFF },
  { what: 'JetStream', flags: ['sd', 'store_dir'], switches: ['js', 'jetstream'], same: ['', ...OFF] },
];

/** The real server connects to itself with these. This one has no need to, so it takes them and ignores them. */
export const IGNORED = {
  flags: ['tls_client_key', 'tls_client_cert', 'tls_client_cacert'],
  switches: ['secure', 'logtime_utc'],
} as const;

export interface MissingFlag {
  what: string;
  isSwitch: boolean;
  same: readonly string[];
}

const BY_FLAG = new Map<string, MissingFlag>(
  MISSING.flatMap(({ what, flags = [], switches = [], same = [] }) => [
    ...flags.map((flag) => [flag, { what, isSwitch: false, same }] as const),
    ...switches.map((flag) => [flag, { what, isSwitch: true, same }] as const),
  ]),
);

/** Undefined for a flag that this server has, and for one that the real server does not have either. */
export function missingFlag(flag: string): MissingFlag | undefined {
  return BY_FLAG.get(flag);
}
