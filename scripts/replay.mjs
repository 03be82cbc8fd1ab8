// `npm run replay` puts parked messages back on the bus of the system that runs on this machine.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { refuseSwallowed } from './refuse-swallowed.mjs';
import { ROOT, SetupError, main } from './setup.mjs';

const COMMAND = join(ROOT, 'common/dist/replay/main.js');
const FLAGS = ['list', 'malformed', 'subject', 'queue_group', 'reason', 'since', 'until', 'sequence'];

await main(() => {
  refuseSwallowed('npm run replay', FLAGS);
  if (!existsSync(COMMAND))
    throw new SetupError('the code is not built: run `npm start` or `npm run build` first');
  if (!process.env.NATS_URL && !process.argv.includes('--help')) findBroker();
  createRequire(import.meta.url)(COMMAND);
});

function findBroker() {
  const dir = resolve(process.env.TICKETING_DATA_DIR || '.local');
  const file = join(dir, 'state.json');
  if (!existsSync(file)) {
    throw new SetupError(
      `no system runs on the data in ${dir}: start it with \`npm start\`, name its folder with TICKETING_DATA_DIR, ` +
        'or name a broker with NATS_URL and NATS_CLUSTER_ID',
    );
  }
  const { nats } = JSON.parse(readFileSync(file, 'utf8'));
  process.env.NATS_URL = nats.url;
  process.env.NATS_CLUSTER_ID = nats.clusterId;
}
