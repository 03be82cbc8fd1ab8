import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The part of the file that the running system writes. */
interface State {
  mongo?: { payments?: string };
  stripe?: { url: string; secretKey?: string };
}

/**
 * The settings of the system that runs on this machine, for a command that is started beside it.
 * @param env has `TICKETING_DATA_DIR` when the data are not in the usual folder. npm sets `INIT_CWD`.
 */
export function runningSystem(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const root = env.INIT_CWD ?? process.cwd();
  const file = join(resolve(root, env.TICKETING_DATA_DIR || '.local'), 'state.json');
  if (!existsSync(file)) return {};
  const { mongo, stripe } = JSON.parse(readFileSync(file, 'utf8')) as State;
  return {
    ...(mongo?.payments && { MONGO_URI: mongo.payments }),
    ...(stripe?.secretKey && { STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_API_URL: stripe.url }),
  };
}
