// Reads the names of changed files (git diff --name-only) and prints, as JSON, the workspaces whose tests they concern.
import { readFileSync } from 'node:fs';

const SERVICES = ['auth', 'tickets', 'orders', 'expiration', 'client'];
/** What the tests of every service use. */
const SHARED = /^(common|local)\/|^(package(-lock)?\.json|tsconfig(\.\w+)?\.json|jest\.preset\.cjs|\.nvmrc)$/;

const files = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const all = files.some((file) => SHARED.test(file));
const concerned = SERVICES.filter((service) => all || files.some((file) => file.startsWith(`${service}/`)));
console.log(
  JSON.stringify(files.some((file) => file.startsWith('common/')) ? ['common', ...concerned] : concerned),
);
