import { apis } from '@ticketing/system';
import { ask, SERVICE_OF } from './ask';

jest.mock('next/headers', () => ({ headers: () => Promise.resolve(new Headers()) }));
afterEach(() => jest.restoreAllMocks());

/** Answers every call, and tells what was asked. */
function listen() {
  const fetched = jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(() => Promise.resolve(Response.json({})));
  return () => {
    const [url, init] = fetched.mock.calls[0] as [string, RequestInit];
    return `${init.method} ${url.replace(/^http:\/\/[^/]*/, '')} ${typeof init.body === 'string' ? init.body : ''}`.trim();
  };
}

it('makes the path, the query and the body of an operation', async () => {
  const asked = listen();
  await ask('PUT /api/tickets/:id', { params: { id: 'a1' }, body: { title: 'Concert', price: 20 } });
  expect(asked()).toBe('PUT /api/tickets/a1 {"title":"Concert","price":20}');
});

it('leaves out what is not given', async () => {
  const asked = listen();
  await ask('GET /api/tickets', { query: { q: '', limit: 5, mine: undefined } });
  expect(asked()).toBe('GET /api/tickets?limit=5');
});

it.each(['../users', 'a/b', '', 'a?b', '%2e'])('makes %j the id of nothing', async (id) => {
  const asked = listen();
  await ask('GET /api/orders/:id/pass', { params: { id } });
  expect(asked()).toBe('GET /api/orders/unknown/pass');
});

it('calls the services that have the paths', () => {
  const paths = Object.entries(SERVICE_OF).map(([part, service]) => [`/api/${part}`, service]);
  expect(Object.fromEntries(paths)).toEqual(Object.fromEntries(apis.map(({ path, name }) => [path, name])));
});

it('is an error of types when the API has no such path, body or field', () => {
  const never = () => {
    // @ts-expect-error -- there is no such operation
    void ask('GET /api/ticket/:id', { params: { id: 'a' } });
    // @ts-expect-error -- the path needs its parameter
    void ask('GET /api/tickets/:id');
    // @ts-expect-error -- the body has no such field
    void ask('POST /api/tickets', { body: { name: 'Concert', price: 20 } });
    // @ts-expect-error -- a price is a number
    void ask('POST /api/tickets', { body: { title: 'Concert', price: '20' } });
    // @ts-expect-error -- the query has no such parameter
    void ask('GET /api/orders', { query: { mine: true } });
    void ask('GET /api/orders/:id', { params: { id: 'a' } }).then((told) => {
      // @ts-expect-error -- the answer has no such field
      if (told.ok) void told.value.body.seller;
    });
  };
  expect(never).toBeDefined();
});
