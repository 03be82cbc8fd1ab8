import type { Schema } from 'mongoose';
// The entry of this package also loads core-js, which replaces JSON.stringify, JSON.parse and dozens of other functions
// for the whole process. This file of the package contains only the plugin.
import { versionOCCPlugin } from 'mongoose-update-if-current/lib/version-occ-plugin.js';

/**
 * Gives documents a `version` that starts at 0 and grows by one with every save. A save fails with mongoose's
 * VersionError when somebody else saved the document in between; see `retryOnConflict`.
 */
export function versionPlugin(schema: Schema): void {
  schema.set('versionKey', 'version');
  schema.plugin(versionOCCPlugin);
}

/** The version that a document will have after the next save. The event of a change carries it. */
export function nextVersion(document: { isNew?: boolean; version: number }): number {
  return document.isNew ? 0 : document.version + 1;
}
