import { createLogger } from './logger.js';
import { HELP, UsageError, parseOptions, type Options } from './options.js';
import { StandIn } from './stand-in.js';

/** The program `stripe`. */
export async function main(args: readonly string[]): Promise<void> {
  let options: Options | 'help';
  try {
    options = parseOptions(args);
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message);
    throw error;
  }
  if (options === 'help') console.log(HELP);
  else await run(options);
}

async function run(options: Options): Promise<void> {
  const logger = createLogger();
  let standIn: StandIn;
  try {
    standIn = new StandIn(options, logger);
    await standIn.listen();
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  logger.info(`listening on http://localhost:${options.port}, data in ${options.dir ?? 'memory'}`);
  const stop = () => {
    standIn.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(reason: string): void {
  console.error(`stripe: ${reason}`);
  process.exit(1);
}
