declare module 'mongoose-update-if-current/lib/version-occ-plugin.js' {
  import type { Schema } from 'mongoose';
  export function versionOCCPlugin(schema: Schema): void;
}
