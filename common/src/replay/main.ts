import { asError } from '../bus/errors.js';
import { busSettings, parseSettings } from '../service/settings.js';
import { HELP, readArguments } from './arguments.js';
import { replay } from './replay.js';

// The command `npm run replay`. In a pod: node node_modules/@ticketing/common/dist/replay/main.js

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (!given) return say(HELP);
  const { NATS_URL, NATS_CA_FILE, NATS_CLUSTER_ID } = busSettings;
  const settings = parseSettings({ NATS_URL, NATS_CA_FILE, NATS_CLUSTER_ID });
  const broker = {
    url: settings.NATS_URL,
    caFile: settings.NATS_CA_FILE,
    clusterId: settings.NATS_CLUSTER_ID,
  };
  await replay({ ...given, ...broker, say });
}

main().then(
  () => process.exit(0), // a client of the broker may still hold its connection
  (error: unknown) => {
    process.stderr.write(`replay: ${asError(error).message}\n`);
    process.exit(1);
  },
);
