import { siteSpans } from './site-spans';

const span = (attributes: Record<string, string>) => ({
  name: 'GET /?q=ann',
  attributes,
  status: { code: 2, message: 'no ticket of ann@example.com' },
  events: [{ name: 'exception', attributes: { 'exception.message': 'no ticket of ann@example.com' } }],
  ended: true,
});

it('sends the path of a page, and nothing that people wrote', () => {
  const sent = siteSpans(
    span({ 'http.target': '/?q=ann', 'http.method': 'GET', 'error.type': 'TypeError' }),
  )!;
  expect(sent.attributes).toEqual({ 'http.target': '/', 'http.method': 'GET', 'error.type': 'TypeError' });
  expect(sent.status).toEqual({ code: 2, message: 'TypeError' });
  const { name, events, ended } = sent;
  expect({ name, events, ended }).toEqual({ name: 'GET /', events: [], ended: true });
});

it('leaves out what tells nothing', () => {
  expect(siteSpans(span({ 'next.span_type': 'NextNodeServer.startResponse' }))).toBeUndefined();
  expect(siteSpans(span({ 'next.span_type': 'BaseServer.handleRequest' }))).toBeDefined();
});
