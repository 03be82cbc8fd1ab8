import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, resolve } from 'node:path';
import { Script } from 'node:vm';

const HASH_BYTES = 20;

/**
 * `node run-bundle.js <bundle>` runs a program that is one file, with the code that V8 compiled in an earlier run. That code
 * is kept beside the bundle. (Node 22 can do that by itself: `module.enableCompileCache`.)
 */
function runBundle(file: string): void {
  const source = readFileSync(file);
  const cacheFile = `${file}.cache`;
  const cachedData = readCache(cacheFile, source);
  const script = new Script(Module.wrap(source.toString('latin1')), { filename: file, cachedData });
  // V8 compiles a function when it is called first, so there is more to keep at the end than at the start
  if (!cachedData || script.cachedDataRejected)
    process.once('exit', () => writeCache(cacheFile, source, script.createCachedData()));
  const module = { exports: {} };
  const run = script.runInThisContext() as (...args: unknown[]) => void;
  run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
}

/** V8 itself compares its version and its flags, but of the source only the length. */
function readCache(file: string, source: Buffer): Buffer | undefined {
  try {
    const cache = readFileSync(file);
    const data = cache.subarray(HASH_BYTES);
    return hashOf(source, data).equals(cache.subarray(0, HASH_BYTES)) ? data : undefined;
  } catch {
    return undefined; // there is none yet
  }
}

/** Two processes may run the same bundle, so the file appears whole or not at all. */
function writeCache(file: string, source: Buffer, data: Buffer): void {
  try {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([hashOf(source, data), data]));
    renameSync(draft, file);
  } catch {
    // the next start is slower, and that is all
  }
}

function hashOf(source: Buffer, data: Buffer): Buffer {
  return createHash('sha1').update(source).update(data).digest();
}

runBundle(resolve(process.argv[2]!));
