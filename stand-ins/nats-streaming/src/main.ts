import { readFileSync, writeFileSync } from 'node:fs';
import { Broker } from './broker/broker.js';
import { Users } from './broker/users.js';
import { readConfigFile } from './config-file.js';
import { Monitoring } from './monitoring/monitoring.js';
import { createLogger } from './logger.js';
import { UsageError, parseOptions, type Invocation, type ServerOptions } from './options.js';
import { FileStore } from './store/file-store.js';
import { MemoryStore } from './store/memory-store.js';
import { StreamingServer } from './streaming/streaming-server.js';

const VERSION = '0.25.6';
const HELP = `Usage: nats-streaming-server [options]     (one dash or two)

    -cid, -cluster_id <string>      Cluster ID (default: test-cluster)
    -st,  -store <string>           Store type: MEMORY|FILE (default: MEMORY)
          -dir <string>             For FILE store type, this is the root directory
    -mc,  -max_channels <int>       Max number of channels (0 for unlimited)
    -msu, -max_subs <int>           Max number of subscriptions per channel (0 for unlimited)
    -mm,  -max_msgs <int>           Max number of messages per channel (0 for unlimited)
    -mb,  -max_bytes <size>         Max messages total size per channel (0 for unlimited)
    -ma,  -max_age <duration>       Max duration a message can be stored (0s for unlimited)
    -hbi, -hb_interval <duration>   Interval at which server sends heartbeat to a client
    -hbt, -hb_timeout <duration>    How long server waits for a heartbeat response
    -hbf, -hb_fail_count <int>      Number of failed heartbeats before server closes the client connection
    -c,   -config <string>          Configuration file in JSON, with users and their permissions
          -user <string>            The only user, if the configuration file has none
          -pass <string>            Password of that user
          -tls                      Demand TLS of every connection
          -tlscert <file>           Certificate of the server
          -tlskey <file>            Private key of the server
    -a,   -addr <string>            Bind to host address (default: 0.0.0.0)
    -p,   -port <int>               Use port for clients (default: 4222)
    -m,   -http_port <int>          Use HTTP port for monitoring
    -P,   -pid <string>             File to store PID
    -l,   -log <string>             File to redirect log output
    -T,   -logtime=<bool>           Timestamp log entries (default: true)
    -SD,  -stan_debug               Debugging output
    -SV,  -stan_trace               Trace each message
    -SDV                            Debug and trace
    -v,   -version                  Show version
    -h,   -help                     Show this message`;

/** The program `nats-streaming-server`. */
export async function main(args: readonly string[]): Promise<void> {
  let invocation: Invocation;
  try {
    invocation = parseOptions(args);
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message);
    throw error;
  }
  if ('run' in invocation) await run(invocation.run);
  else if (invocation.print === 'help') console.log(HELP);
  else console.log(`nats-streaming-server version ${VERSION} (embedded), node ${process.version}`);
}

async function run({
  host,
  port,
  monitoringPort,
  clusterId,
  directory,
  configFile,
  user,
  pidFile,
  tls,
  limits,
  heartbeats,
  log,
}: ServerOptions): Promise<void> {
  let broker: Broker;
  let server: StreamingServer;
  let monitoring: Monitoring | undefined;
  try {
    const named = configFile === undefined ? [] : readConfigFile(configFile);
    const users = new Users(named.length === 0 && user ? [user] : named);
    const certificate = tls && { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
    broker = new Broker(users, certificate);
    const logger = createLogger(log);
    const store =
      directory === undefined ? new MemoryStore(limits) : new FileStore(directory, clusterId, limits, logger);
    server = new StreamingServer(broker.router, store, { clusterId, limits, heartbeats }, logger);
    await broker.listen(port, host);
    if (monitoringPort !== undefined) {
      const { serverId } = broker;
      monitoring = new Monitoring(server, { clusterId, serverId, version: VERSION, startedAt: new Date() });
      await monitoring.listen(monitoringPort, host);
      logger.info(`Starting http monitor on ${host}:${monitoringPort}`);
    }
    if (pidFile !== undefined) writeFileSync(pidFile, String(process.pid));
    logger.info(`Store: ${directory ?? 'MEMORY'}, cluster: ${clusterId}`);
    logger.info(`Listening for client connections on ${host}:${broker.port}`);
    logger.info('Streaming Server is ready');
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const stop = () => {
    monitoring?.close();
    broker.close();
    server.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(reason: string): void {
  console.error(`nats-streaming-server: ${reason}`);
  process.exit(1);
}
