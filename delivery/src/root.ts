import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

export const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
