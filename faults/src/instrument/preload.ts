/*
 * `node --require` loads this file before a service. It changes the service's code as it is loaded, as a fault campaign
 * wants it. The services themselves have no hooks, which could cost something, be forgotten, or be left on.
 */
import { addHook } from 'pirates';
import { instrument, RUNTIME } from './instrument.js';
import { mutate } from './mutation.js';
import { controlFiles, crashRuntime } from './runtime.js';
import { readInstrumentation } from './settings.js';
import { aheadBy, skewClock } from './skew.js';
import { sourceOf } from './sources.js';

const { instance, crashFolder, mutations = [], skewMs } = readInstrumentation(process.env);

if (skewMs) skewClock(() => skewMs);
else if (crashFolder) skewClock(aheadBy(controlFiles(crashFolder, instance).clock));
if (crashFolder) Object.assign(globalThis, { [RUNTIME]: crashRuntime(crashFolder, instance) });
if (crashFolder || mutations.length > 0) {
  addHook(
    (code, file) => {
      const path = sourceOf(file)!;
      const mutated = mutate(code, path, mutations);
      return crashFolder ? instrument(mutated, path).code : mutated;
    },
    { exts: ['.js'], matcher: (file) => sourceOf(file) !== undefined },
  );
}
