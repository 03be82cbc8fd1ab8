import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PARTNERS } from '@ticketing/system';
import { CARDS } from '@ticketing/e2e/testing';

const CLIENT_SECRET = /pi_\w+_secret_\w+/;

/** Whether a text has a client secret or the number of a card in it. */
export function hasSecret(text: string): boolean {
  return CLIENT_SECRET.test(text) || Object.values(CARDS).some((number) => text.includes(number));
}

/** The logs in which a client secret or the number of a card stands. The bank's own log does not count. */
export async function logsWithSecrets(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => !file.startsWith(PARTNERS.stripe.name));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return files.filter((_, index) => hasSecret(texts[index]!));
}
