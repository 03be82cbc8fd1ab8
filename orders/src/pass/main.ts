import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { checkPass } from './pass.js';

const [file, token] = process.argv.slice(2);
if (!file || !token) {
  console.error('Usage: npm run check-pass -w orders -- <file with the keys> <pass>');
  process.exit(2);
}
checkPass(token, JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet).then(
  ({ jti, ticketId, title, iat }) =>
    console.log(`valid: ${title} (ticket ${ticketId}, order ${jti}, ${new Date(iat * 1000).toISOString()})`),
  (error: Error) => {
    console.error(`not valid: ${error.message}`);
    process.exitCode = 1;
  },
);
