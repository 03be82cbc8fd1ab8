import { SetupError } from './setup.mjs';

/**
 * Refuses flags that npm has kept to itself: it passes on only what comes after `--`.
 * @param command how people start the script, for example `npm run demo`
 * @param flags the flags of the script, without dashes, and with `_` for a dash within
 */
export function refuseSwallowed(command, flags) {
  const swallowed = flags.find((flag) => process.env[`npm_config_${flag}`] !== undefined);
  if (!swallowed) return;
  const flag = `--${swallowed.replace('_', '-')}`;
  throw new SetupError(`npm kept ${flag} to itself: write \`${command} -- ${flag} …\``);
}
