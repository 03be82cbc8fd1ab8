import { Site } from './site.js';

let opening: Promise<Site> | undefined;

/** One running system for all suites of a file; the file closes it. */
export function sharedSite(): Promise<Site> {
  // at debug, so that what is looked for in the logs would be there
  return (opening ??= Site.open({ logLevel: 'debug' }));
}

export async function closeSharedSite(): Promise<void> {
  await (await opening?.catch(() => undefined))?.close();
}
