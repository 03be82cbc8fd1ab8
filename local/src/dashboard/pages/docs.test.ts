import { subjects } from '@ticketing/system';
import { FakeDashboard } from '../testing/fake-dashboard.js';
import { docsPage } from './docs.js';

const dashboard = new FakeDashboard();
beforeAll(() => dashboard.open());
afterAll(() => dashboard.close());

describe('the page of the contracts', () => {
  it('has each operation of the API and each event', async () => {
    const { status, body } = await dashboard.get('/docs');
    expect(status).toBe(200);
    for (const name of ['POST /api/orders', 'GET /api/tickets/{id}', ...subjects])
      expect(body).toMatch(new RegExp(`<(strong|code)>${name}</`));
  });

  it.each(['openapi', 'asyncapi'])('serves %s.yaml as it is kept', async (name) => {
    const { status, headers, body } = await dashboard.get(`/docs/${name}.yaml`);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(body).toContain(`\n${name}: 3.`);
  });

  it('tells the fields of an event, also those inside of others', async () => {
    const { body } = await dashboard.get('/docs');
    const ofOrder = body.split('<strong>order:created</strong>')[1]!.split('</details>')[0]!;
    for (const field of ['expiresAt', 'ticket.price']) expect(ofOrder).toContain(`<code>${field}</code>`);
    expect(ofOrder).toContain('&quot;created&quot;');
  });

  it('shows the API in Swagger UI, which loads nothing from elsewhere', async () => {
    const { status, headers, body } = await dashboard.get('/docs/api');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    const files = [...body.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file]) => file!);
    expect(files).toHaveLength(3);
    for (const file of files) expect([file, (await dashboard.get(file)).status]).toEqual([file, 200]);
  });

  it('serves no other file', async () => {
    for (const path of [
      '/docs/package.json',
      '/docs/..%2fpackage.json',
      '/docs/openapi.yaml%00',
      '/docs/api/package.json',
    ])
      expect((await dashboard.get(path)).status).toBe(404);
  });

  it('escapes what the documents say', () => {
    const page = String(
      docsPage(
        { paths: { '/<i>': { get: { summary: '<b>' } } } },
        {
          channels: { a: { address: '<b>' } },
          components: { messages: { a: { payload: { properties: { '<b>': {} } } } }, schemas: {} },
        },
      ),
    );
    expect(page).toContain('GET /&lt;i&gt;');
    expect(page).not.toContain('<b>');
  });
});
