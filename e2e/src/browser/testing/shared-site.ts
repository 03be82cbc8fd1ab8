import { Site } from './site.js';

let opening: Promise<Site> | undefined;

/** The one running system of all suites in a file. The file closes it. */
export function sharedSite(): Promise<Site> {
  return (opening ??= Site.open({
    logLevel: 'debug', // a test looks for secrets in the logs
    interference: { env: () => ({ SIGNIN_HOLD_SECONDS: '0.001' }) }, // a test fails to sign in again and again
  }));
}

export async function closeSharedSite(): Promise<void> {
  await (await opening?.catch(() => undefined))?.close();
}
