import { createRequire } from 'node:module';
import { serviceNames, SITE } from '@ticketing/system';
import { SITE_SETTINGS } from './architecture.js';

type ReadConfig = (env: NodeJS.ProcessEnv) => object;

const load = createRequire(__filename);

/** Each service reads its settings by a function of its own, which says what is missing or wrong. */
const READERS: ReadonlyMap<string, ReadConfig> = new Map(
  serviceNames.map((name) => [
    name,
    (load(`@ticketing/${name}/config`) as { readConfig: ReadConfig }).readConfig,
  ]),
);

/**
 * Has an app read its settings.
 * @returns the names of all settings that it reads, or what it finds wrong. Nothing is known of apps that are not ours.
 */
export function readSettings(
  app: string,
  env: NodeJS.ProcessEnv,
): { names: readonly string[]; problems: readonly string[] } {
  if (app === SITE.name) return { names: SITE_SETTINGS, problems: [] };
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
