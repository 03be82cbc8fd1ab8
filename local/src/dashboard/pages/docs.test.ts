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
      expect(body).toContain(`<strong>${name}</strong>`);
  });

  it.each(['openapi', 'asyncapi'])('serves %s.yaml as it is kept', async (name) => {
    const { status, headers, body } = await dashboard.get(`/docs/${name}.yaml`);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(body).toContain(`\n${name}: 3.`);
  });

  it('serves no other file', async () => {
    for (const path of ['/docs/package.json', '/docs/..%2fpackage.json', '/docs/openapi.yaml%00'])
      expect((await dashboard.get(path)).status).toBe(404);
  });

  it('escapes what the documents say', () => {
    const page = String(
      docsPage(
        { paths: { '/<i>': { get: { summary: '<b>' } } }, components: { schemas: {} } },
        { channels: {}, components: { messages: {} } },
      ),
    );
    expect(page).toContain('GET /&lt;i&gt;');
    expect(page).not.toContain('<b>');
  });
});
