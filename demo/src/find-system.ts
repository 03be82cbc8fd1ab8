import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The address of the system that runs on this machine.
 * @param dataDir the folder of its data. Its `state.json` is there as long as it runs.
 * @throws {Error} with a message for people when there is none.
 */
export function findSystem(dataDir: string): string {
  const dir = resolve(dataDir);
  const file = join(dir, 'state.json');
  if (!existsSync(file))
    throw new Error(
      `no system runs on the data in ${dir}: start it with \`npm start\` in another terminal, name its folder with ` +
        'TICKETING_DATA_DIR, or its address with --url',
    );
  const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url: string };
  return url;
}
