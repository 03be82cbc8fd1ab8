// `npm run demo` fills the system that runs on this machine with tickets, and with people who buy them.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { refuseSwallowed } from './refuse-swallowed.mjs';
import { ROOT, SetupError, main } from './setup.mjs';

const COMMAND = join(ROOT, 'demo/dist/index.js');

await main(() => {
  refuseSwallowed('npm run demo', ['seed', 'rate', 'url', 'remote']);
  if (!existsSync(COMMAND)) throw new SetupError('the code is not built: run `npm start` first');
  createRequire(import.meta.url)(COMMAND);
});
