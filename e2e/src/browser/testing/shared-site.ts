import { Site } from './site.js';

let opening: Promise<Site> | undefined;

/** The one running system of all suites in a file. The file closes it. */
export function sharedSite(): Promise<Site> {
  // logs at debug level, because a test looks for secrets in the logs
  return (opening ??= Site.open({ logLevel: 'debug' }));
}

export async function closeSharedSite(): Promise<void> {
  await (await opening?.catch(() => undefined))?.close();
}
