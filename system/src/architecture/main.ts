import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDiagrams } from './blocks.js';

// `npm run architecture -w system` writes the diagrams of docs/architecture.md anew.

const PAGE = join(__dirname, '../../../docs/architecture.md');

writeFileSync(PAGE, withDiagrams(readFileSync(PAGE, 'utf8')));
