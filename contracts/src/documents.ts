import { stringify } from 'yaml';
import { asyncApi } from './asyncapi.js';
import type { DocumentName } from './files.js';
import { openApi } from './openapi.js';

const GENERATED =
  '# Generated from common/src/api, common/src/events and system/src/system.ts by `npm run contracts`. Do not edit it by hand.\n';

const DOCUMENTS: Record<DocumentName, () => object> = { 'openapi.yaml': openApi, 'asyncapi.yaml': asyncApi };

export const documentNames = Object.keys(DOCUMENTS) as DocumentName[];

/** The text of a document as the code makes it now. */
export function textOf(name: DocumentName): string {
  const plain: unknown = JSON.parse(JSON.stringify(DOCUMENTS[name]()));
  return GENERATED + stringify(plain, { lineWidth: 0, aliasDuplicateObjects: false });
}
