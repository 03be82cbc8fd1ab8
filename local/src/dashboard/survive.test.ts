import { isOfDashboard } from './survive.js';

const from = (...files: string[]) =>
  Object.assign(new Error('x'), {
    stack: ['Error: x', ...files.map((file) => `    at f (${file}:1:1)`)].join('\n'),
  });

it.each([
  '/app/local/dist/dashboard/pages/logs.js',
  '/app/local/dist/traces/trace-store.js',
  '/app/node_modules/mongodb/lib/sdam/topology.js',
  '/app/node_modules/nats/lib/nats.js',
])('knows an error of %s for one of the dashboard', (file) => {
  expect(isOfDashboard(from('node:events', file))).toBe(true);
});

it.each([
  [from('/app/local/dist/supervisor/supervised.js')],
  [from('/app/stand-ins/mongod/dist/mongo-server.js')],
  [from()],
  ['a text'],
  [undefined],
])('knows that others are not', (error) => expect(isOfDashboard(error)).toBe(false));
