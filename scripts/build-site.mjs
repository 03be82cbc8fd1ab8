// Builds the site as one folder that runs by itself, client/.next/standalone. Its image has this folder too.
//
//   node scripts/build-site.mjs [folder]   tests build another version of the site from a folder within the project
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SITE = resolve(ROOT, process.argv[2] ?? 'client');
/**
 * Next.js hashes this into the id of each server action, with the action's file and name. The same text in every build
 * gives the same ids, so a page of one version can send its form to the next. It is no secret: each page shows the ids.
 * It must have the form of a key, because Next.js would also encrypt with it. The running site has a key of its own,
 * which comes before this one (client/lib/settings.ts).
 */
const SALT_OF_ACTION_IDS = createHash('sha256').update('the actions of the site').digest('base64');

const next = join(ROOT, 'node_modules/next/dist/bin/next');
const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: SALT_OF_ACTION_IDS,
};
const { status, error } = spawnSync(process.execPath, [next, 'build', SITE], { stdio: 'inherit', env });
if (error) throw error;
if (status !== 0) process.exit(status ?? 1);

// Next.js leaves these out, because some people serve them from another server
const standalone = join(SITE, '.next/standalone', relative(ROOT, SITE));
cpSync(join(SITE, '.next/static'), join(standalone, '.next/static'), { recursive: true });

// the server imports these files before it does anything else
const FIRST = ['guard.mjs', 'exit-code.mjs'];
const server = join(standalone, 'server.js');
for (const file of FIRST) cpSync(join(ROOT, 'client/server', file), join(standalone, file));
const imports = FIRST.map((file) => `import './${file}';\n`).join('');
writeFileSync(server, imports + readFileSync(server, 'utf8'));
