// Reads the names of changed files (git diff --name-only) and prints, as JSON, the workspaces whose tests they concern.
// Tests that start the whole system are not among them; the workflow test.yml runs those.
import { readFileSync } from 'node:fs';
import { unitTested } from './workspaces.mjs';

/** The tests of every workspace depend on these. */
const SHARED =
  /^(common|testing|stand-ins)\/|^(package(-lock)?\.json|tsconfig(\.\w+)?\.json|jest\.preset\.cjs|\.nvmrc)$/;

const files = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const all = files.some((file) => SHARED.test(file));
const concerned = unitTested().filter(
  (workspace) => all || files.some((file) => file.startsWith(`${workspace}/`)),
);
console.log(JSON.stringify(concerned));
