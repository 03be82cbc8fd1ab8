// Bundles each service and the gateway into one file. Node starts them from it in less than half of the CPU time: it opens
// 1 file instead of 1100, and local/src/run-bundle.ts keeps what V8 has compiled.
// Only `npm start` runs bundles. `npm run dev`, the tests and the images run the files that tsc writes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT, serviceFolders } from './workspaces.mjs';

/** Packages with native code. Node loads them from node_modules. */
const NATIVE = ['@node-rs/argon2', 'msgpackr-extract'];

/** local/src/topology.ts runs what is here. */
const FOLDER = join(ROOT, 'node_modules/.cache/ticketing-bundles');

const programs = new Map(serviceFolders().map((name) => [name, `${name}/dist/index.js`]));
programs.set('gateway', 'local/dist/gateway/main.js');

mkdirSync(FOLDER, { recursive: true });
await Promise.all([...programs].map(([name, program]) => bundle(name, program)));

async function bundle(name, program) {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, program)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20.19', // the least version that works; the Node that starts them may be another one
    external: NATIVE,
    supported: { 'dynamic-import': false }, // it becomes require: V8 does not keep how a compiled script imports
    keepNames: true, // some packages read the names of their classes
    logLevel: 'error', // some packages require optional ones, and esbuild warns of each that is missing
  });
  writeFileSync(join(FOLDER, `${name}.js`), inAscii(outputFiles[0].text));
}

/**
 * V8 keeps a text with other characters in twice the memory. esbuild escapes those in strings, but not those in regular
 * expressions and comments, where the same escapes are right.
 */
function inAscii(code) {
  const escaped = /\\[^\0-\x7f].*/.exec(code);
  if (escaped) throw new Error(`a character after a backslash cannot be written in ASCII: ${escaped[0]}`);
  return code.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
