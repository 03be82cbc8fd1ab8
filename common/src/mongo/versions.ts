import type { Document, Schema } from 'mongoose';
// The package's entry also loads core-js, which replaces JSON.stringify, JSON.parse and dozens of other functions for
// the whole process. This file of the package is the plugin alone.
import { versionOCCPlugin } from 'mongoose-update-if-current/lib/version-occ-plugin.js';

/**
 * Gives a document a `version`: it starts at 0 and grows by one with every save. A save is refused with mongoose's
 * VersionError when somebody else saved the document in between; see `retryOnConflict`.
 */
export function versionPlugin(schema: Schema): void {
  schema.set('versionKey', 'version');
  schema.plugin(versionOCCPlugin);
}

/** The version that a document will have once it is saved, for the event that goes with the change. */
export function nextVersion(document: Document & { version: number }): number {
  return document.isNew ? 0 : document.version + 1;
}
