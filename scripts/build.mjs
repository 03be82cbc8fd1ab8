// `npm run build`: compiles every workspace that is here, as `tsc -b` does. More flags go on to tsc.
import { createRequire } from 'node:module';
import { compiled, ROOT } from './workspaces.mjs';

process.chdir(ROOT);
process.argv.splice(2, 0, '-b', ...compiled());
createRequire(import.meta.url)('typescript/bin/tsc');
