// Builds the site as one folder that runs by itself, client/.next/standalone. Its image has this folder too.
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SITE = join(ROOT, 'client');

const next = join(ROOT, 'node_modules/next/dist/bin/next');
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
const { status, error } = spawnSync(process.execPath, [next, 'build', SITE], { stdio: 'inherit', env });
if (error) throw error;
if (status !== 0) process.exit(status ?? 1);

// Next.js leaves these out, because some people serve them from another server
cpSync(join(SITE, '.next/static'), join(SITE, '.next/standalone/client/.next/static'), { recursive: true });
