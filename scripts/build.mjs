// `npm run build` compiles every workspace of this folder with `tsc -b`. All flags are passed to tsc.
import { createRequire } from 'node:module';
import { compiled, ROOT } from './workspaces.mjs';

process.chdir(ROOT);
process.argv.splice(2, 0, '-b', ...compiled());
createRequire(import.meta.url)('typescript/bin/tsc');
