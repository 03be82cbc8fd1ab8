import { serialize } from 'bson';
import type { Doc } from './values.js';

export const toBytes = (doc: Doc): Buffer => Buffer.from(serialize(doc, { ignoreUndefined: false }));
