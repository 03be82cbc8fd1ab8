import { operations } from '@ticketing/common/api';
import { documentFindings } from './document-findings.js';

const ROUTES = [...Object.keys(operations), 'GET /healthz', 'GET /readyz', 'GET /metrics'];
const found = (routes: readonly string[]) =>
  documentFindings(routes).map(({ rule, route }) => `${rule}: ${route}`);

it('finds nothing when the services have the operations of the document, and routes for operators', () => {
  expect(found(ROUTES)).toEqual([]);
});

it('finds a route that is not documented, and an unknown method of a documented path', () => {
  expect(found([...ROUTES, 'GET /api/orders/:id/x', 'ALL /api/tickets'])).toEqual([
    'not documented: GET /api/orders/:id/x',
    'not documented: ALL /api/tickets',
  ]);
});

it('finds an operation that no service has', () => {
  expect(found(ROUTES.filter((route) => route !== 'PUT /api/tickets/:id'))).toEqual([
    'no such route: PUT /api/tickets/:id',
  ]);
});
