import { createRequire } from 'node:module';
import { serviceNames, SITE } from '@ticketing/system';
import { SITE_SETTINGS } from './architecture.js';

type ReadConfig = (env: NodeJS.ProcessEnv) => object;

const load = createRequire(__filename);

/** The function of each service that reads its settings. It throws an error that lists every bad setting. */
const READERS: ReadonlyMap<string, ReadConfig> = new Map(
  serviceNames.map((name) => [
    name,
    (load(`@ticketing/${name}/config`) as { readConfig: ReadConfig }).readConfig,
  ]),
);

/**
 * Lets an app read its settings from an environment.
 * @returns the names of all settings that it reads, or the problems that it finds. Both are empty for an app that is not
 * part of this project.
 */
export function readSettings(
  app: string,
  env: NodeJS.ProcessEnv,
): { names: readonly string[]; problems: readonly string[] } {
  if (app === SITE.name) return { names: SITE_SETTINGS, problems: missingFrom(env, SITE.keySetting) };
  const read = READERS.get(app);
  if (!read) return { names: [], problems: [] };
  try {
    return { names: Object.keys(read(env)), problems: [] };
  } catch (error) {
    const { problems } = error as { problems?: readonly string[] };
    if (problems === undefined) throw error;
    return { names: [], problems };
  }
}

/** The site is no module that could be loaded here. It ends by itself when this setting is missing. */
function missingFrom(env: NodeJS.ProcessEnv, name: string): string[] {
  return env[name] ? [] : [`${name} is missing`];
}
