import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Puts a compiled browser script and all that it requires into one classic script: a browser then has it with one
 * request, and `/v3/` defines `Stripe` at once, as Stripe's own script does.
 */
export function bundle(folder: string, entry: string): string {
  const modules = new Map<string, string>();
  collect(folder, join(folder, entry), modules);
  const parts = [...modules].map(
    ([name, source]) => `${JSON.stringify(name)}: function (exports, require) {\n${source}\n}`,
  );
  return `(function () {
'use strict';
var modules = {
${parts.join(',\n')}
};
var loaded = {};
function load(name) {
  if (!loaded[name]) {
    loaded[name] = {};
    modules[name](loaded[name], load);
  }
  return loaded[name];
}
load(${JSON.stringify(entry)});
})();
`;
}

function collect(folder: string, file: string, modules: Map<string, string>): void {
  const name = relative(folder, file);
  if (modules.has(name)) return;
  modules.set(name, '');
  const source = readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const renamed = source.replaceAll(/\brequire\("(\.[^"]+)"\)/g, (_, path: string) => {
    const required = join(dirname(file), path);
    collect(folder, required, modules);
    return `require(${JSON.stringify(relative(folder, required))})`;
  });
  modules.set(name, renamed);
}
