import { parseDuration, parseSize } from './duration.js';
import { parseOptions, type ServerOptions } from './options.js';

/** The flags that nats-streaming-server 0.25.6 defines. */
const REAL_FLAGS = `
  cluster_id cid store st dir max_channels mc max_subs msu max_msgs mm max_bytes mb max_age ma
  max_inactivity mi hbi hb_interval hbt hb_timeout hbf hb_fail_count SD stan_debug SV stan_trace SDV
  secure tls_client_cert tls_client_key tls_client_cacert nats_server ns sc stan_config
  file_compact_enabled file_compact_frag file_compact_interval file_compact_min_size file_buffer_size
  file_read_buffer_size file_crc file_crc_poly file_sync file_slice_max_msgs file_slice_max_bytes
  file_slice_max_age file_slice_archive_script file_fds_limit file_parallel_recovery
  file_truncate_bad_eof file_auto_sync io_batch_size io_sleep_time ft_group clustered cluster_node_id
  cluster_bootstrap cluster_peers cluster_log_path cluster_log_cache_size cluster_log_snapshots
  cluster_trailing_logs cluster_sync cluster_raft_logging cluster_proceed_on_restore_failure
  cluster_allow_add_remove_node sql_driver sql_source sql_no_caching sql_max_open_conns
  sql_bulk_insert_limit syslog_name encrypt encryption_cipher encryption_key replace_durable h help
  port p n name server_name addr a net client_advertise D debug V VV trace DV DVV T logtime
  logtime_utc user pass auth m http_port ms https_port c config t sl signal P pid ports_file_dir l log
  log_size_limit s syslog r remote_syslog version v profile routes cluster cluster_listen
  cluster_advertise no_advertise connect_retries cluster_name help_tls tls tlsverify tlscert tlskey
  tlscacert max_traced_msg_len js jetstream sd store_dir
`
  .trim()
  .split(/\s+/);

function options(...args: string[]): ServerOptions {
  const invocation = parseOptions(args);
  if ('print' in invocation) throw new Error(invocation.print);
  return invocation.run;
}

describe('the command line', () => {
  it('has the defaults of the real server', () => {
    expect(options()).toEqual({
      host: '0.0.0.0',
      port: 4222,
      monitoringPort: undefined,
      clusterId: 'test-cluster',
      directory: undefined,
      configFile: undefined,
      user: undefined,
      pidFile: undefined,
      tls: undefined,
      limits: { channels: 100, subscriptions: 1_000, messages: 1_000_000, bytes: 1_024_000_000, ageMs: 0 },
      heartbeats: { intervalMs: 30_000, timeoutMs: 10_000, failCount: 10 },
      log: { file: undefined, debug: false, trace: false, timestamps: true },
    });
  });

  it.each([['-'], ['--']])('reads flags with %s, and values after a blank or =', (dash) => {
    const line = '-p 4333 -cluster_id=mine -st file -dir /data -hbi=1m30s -hbt 500ms -hbf 3 -SDV';
    const args = line.split(' ').map((word) => word.replace(/^-/, dash));
    const { port, clusterId, directory, heartbeats } = options(...args);
    expect({ port, clusterId, directory, heartbeats }).toEqual({
      port: 4333,
      clusterId: 'mine',
      directory: '/data',
      heartbeats: { intervalMs: 90_000, timeoutMs: 500, failCount: 3 },
    });
  });

  it('reads the limits and the log settings', () => {
    const { limits, log } = options(...'-mc 1 -msu 2 -mm 3 -mb 4MB -ma 24h -l /log -SD'.split(' '));
    expect(limits).toEqual({
      channels: 1,
      subscriptions: 2,
      messages: 3,
      bytes: 4_194_304,
      ageMs: 86_400_000,
    });
    expect(log).toEqual({ file: '/log', debug: true, trace: false, timestamps: true });
    expect(options('-SDV').log).toMatchObject({ debug: true, trace: true });
    expect(options('-SD=false').log).toMatchObject({ debug: false });
  });

  it.each([
    [['-bogus'], 'flag provided but not defined: -bogus'],
    [['-p'], 'flag needs an argument: -p'],
    [['-p', 'x'], 'invalid value "x" for flag -p'],
    [['-hbi', '5'], 'invalid value "5" for flag -hbi'],
    [['word'], 'unexpected argument: word'],
    [['-st', 'SQL'], 'unsupported store type: SQL'],
    [['-st', 'FILE'], 'for FILE stores, root directory must be specified'],
    [['-cid', 'a.*'], 'invalid cluster ID "a.*"'],
    [['-tls'], 'TLS needs -tlscert and -tlskey'],
    [['-SD=maybe'], 'invalid boolean value "maybe" for -SD'],
    [['-c', 'a', '-sc', 'b'], '-config and -stan_config name different files'],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  it.each([
    [['-ns', 'nats://other:4222'], '-ns is not supported', 'NATS server outside of its process'],
    [['--nats_server=nats://other:4222'], '-nats_server', 'NATS server outside of its process'],
    [['--cluster', 'nats://0.0.0.0:6222'], '-cluster', 'routes to other NATS servers'],
    [['--routes', 'nats://other:6222'], '-routes', 'routes to other NATS servers'],
    [['-clustered'], '-clustered', 'clusters of NATS Streaming'],
    [['-ms', '8222'], '-ms', 'monitoring over HTTPS'],
    [['-file_sync=false'], '-file_sync', 'file store without sync'],
    [['-mi', '1h'], '-mi', 'removal of inactive channels'],
    [['-auth', 'token'], '-auth', 'tokens'],
    [['-js'], '-js', 'JetStream'],
  ])('refuses %j of the real server and says what is missing', (args, ...words) => {
    for (const word of words) expect(() => parseOptions(args)).toThrow(word);
  });

  it('knows every flag of the real server', () => {
    // Go's flag package prints a flag that it does not know like this
    const unknown = REAL_FLAGS.filter((flag) => {
      try {
        parseOptions([`-${flag}=1`]);
        return false;
      } catch (error) {
        return (error as Error).message.startsWith('flag provided but not defined');
      }
    });
    expect(unknown).toEqual([]);
  });

  it('takes flags of the real server that ask for what it does anyway', () => {
    const line =
      '-ns= -clustered=false -file_sync -file_crc=true -m 0 -mi 0s -secure -tls_client_cacert ca.crt';
    expect(options(...line.split(' '))).toEqual(options());
  });

  it('reads the user, the file for the process id, and a log without timestamps', () => {
    const given = options(...'-user a -pass b -P /run/pid --logtime=false -sc users.conf'.split(' '));
    expect(given).toMatchObject({
      user: { user: 'a', password: 'b' },
      pidFile: '/run/pid',
      configFile: 'users.conf',
    });
    expect(given.log.timestamps).toBe(false);
  });

  it('recognises the flags for help and version', () => {
    expect(parseOptions(['-h'])).toEqual({ print: 'help' });
    expect(parseOptions(['--version'])).toEqual({ print: 'version' });
  });

  it.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['250us', 0.25],
    ['0', 0],
    ['5', undefined],
    ['s', undefined],
    ['1.2.3s', undefined],
    ['', undefined],
  ])('reads the duration "%s"', (text, expected) => expect(parseDuration(text)).toBe(expected));

  it.each([
    ['1024', 1_024],
    ['2KB', 2_048],
    ['1G', 1_073_741_824],
    ['x', undefined],
  ])('reads the size "%s"', (text, expected) => expect(parseSize(text)).toBe(expected));
});
