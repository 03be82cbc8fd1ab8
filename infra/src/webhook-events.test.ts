import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTNERS } from '@ticketing/system';

it('the README registers the webhooks that payments looks for', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const registered = [...readme.matchAll(/'enabled_events\[\]=([a-z._]+)'/g)].map(([, type]) => type);
  expect(registered).toEqual(PARTNERS.stripe.webhookEvents);
});
