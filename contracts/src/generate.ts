import { writeFileSync } from 'node:fs';
import { documentNames, textOf } from './documents.js';
import { pathOf } from './files.js';

// `npm run contracts` writes the two documents anew
for (const name of documentNames) writeFileSync(pathOf(name), textOf(name));
