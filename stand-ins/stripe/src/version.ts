/** The version of Stripe's API whose objects this server sends. The package `stripe` 23.1 asks for it. */
export const API_VERSION = '2026-10-28.endive';

/** Versions with the same name only add to each other, so a client of one understands the other. */
export function isOurVersion(version: string): boolean {
  return version.endsWith('.endive');
}
