import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NodeService } from '@ticketing/local';
import { freePort } from '@ticketing/processes';
import { SITE } from '@ticketing/system';
import { accessibilityFindings } from '../testing/axe.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';

const ROOT = join(__dirname, '../../../..');
const WELL = { '/api/tickets': [], '/api/users/currentuser': { currentUser: null } };

/** Services answer in another form than agreed, as when two versions do not fit together. */
export function failing(): void {
  let site: Site;
  let services: Server;
  let client: NodeService;
  let answers: Record<string, unknown> = WELL;

  beforeAll(async () => {
    site = await sharedSite();
    services = createServer((req, res) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(answers[(req.url ?? '').split('?', 1)[0] ?? '']));
    });
    await new Promise<void>((resolve) => services.listen(0, '127.0.0.1', resolve));
    client = new NodeService({
      name: 'client',
      script: join(ROOT, 'client/.next/standalone/client/server.js'),
      port: await freePort(),
      readyPath: '/healthz',
      env: () => ({
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        HOSTNAME: '127.0.0.1',
        [SITE.keySetting]: randomBytes(32).toString('base64'),
        API_URL: `http://127.0.0.1:${(services.address() as AddressInfo).port}`,
      }),
    });
    await client.start();
  });
  afterAll(async () => {
    await client?.stop();
    services?.close();
  });

  it.each([
    ['a page', { ...WELL, '/api/tickets': { secret: 'of the server' } }, true],
    ['the frame of all pages', { ...WELL, '/api/users/currentuser': null }, false],
  ])('says kindly that %s could not be made, hides the reason, and tries again', async (_, odd, framed) => {
    const page = await site.visitor({ baseURL: `http://127.0.0.1:${client.port}` });
    answers = odd;
    const answer = await page.goto('/');
    expect(answer?.status()).toBe(500);
    await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
    expect(await page.getByRole('banner').count()).toBe(framed ? 1 : 0);
    expect(await page.content()).not.toMatch(/secret|TypeError|is not a function|reading 'currentUser'/);
    expect(await accessibilityFindings(page, 'an error')).toEqual([]);
    answers = WELL;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Nothing is on sale right now').waitFor();
    // the browser learns of a failure, but not of its reason
    for (const complaint of site.complaints.splice(0))
      expect(complaint).toMatch(/server|500|Minified React/i);
  });
}
