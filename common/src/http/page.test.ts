import express from 'express';
import request from 'supertest';
import { errorHandler } from './error-handler.js';
import { pageChecks, readPage, sendPage } from './page.js';
import { validateRequest } from './validate-request.js';
import { silentLogger } from '../testing/silent-logger.js';

const ids = Array.from({ length: 7 }, (_, index) => (7 - index).toString(16).padStart(24, '0'));

const app = express()
  .get('/list', validateRequest(...pageChecks()), (req, res) => {
    const page = readPage(req);
    const rest = page.before ? ids.slice(ids.indexOf(page.before) + 1) : ids;
    const items = rest.slice(0, page.limit + 1).map((_id) => ({ _id }));
    sendPage(req, res, page, items, ({ _id }) => _id);
  })
  .use(errorHandler(silentLogger));

describe('paging', () => {
  it('shows each item of a list once, page by page', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/list?limit=3&q=a%20b';
    while (path) {
      const res: request.Response = await request(app).get(path).expect(200);
      seen.push(...(res.body as string[]));
      path = /^<(.*)>; rel="next"$/.exec(res.headers.link ?? '')?.[1];
      if (path) expect(path).toContain('q=a+b');
    }
    expect(seen).toEqual(ids);
  });

  it('has no next page after the last item', async () => {
    const res = await request(app).get('/list?limit=7').expect(200);
    expect(res.body).toHaveLength(7);
    expect(res.headers.link).toBeUndefined();
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=x',
    'limit=',
    'limit=1&limit=2',
    'cursor=x',
    'cursor=',
    'cursor=a&cursor=b',
  ])('refuses ?%s', async (query) => {
    await request(app).get(`/list?${query}`).expect(400);
  });
});
