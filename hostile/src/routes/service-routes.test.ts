import { execFileSync } from 'node:child_process';
import { ServiceRoutes } from './service-routes.js';

const SERVICE = `
  const app = require('express')();
  const { Router } = require('express');
  app.use(Router().get('/api/things/:id', () => {}), Router().post('/api/things', () => {}).delete('/api/things/:id', () => {}));
  app.use(Router().all('/any', () => {}));
  const server = require('node:http').createServer(app).listen(0, '127.0.0.1', () => server.close());
`;

it('reads the routes of a service from its process', () => {
  const routes = new ServiceRoutes();
  try {
    execFileSync(process.execPath, ['-e', SERVICE], { env: { ...process.env, ...routes.env('things') } });
    expect(routes.read()).toEqual([
      'ALL /any',
      'DELETE /api/things/:id',
      'GET /api/things/:id',
      'POST /api/things',
    ]);
  } finally {
    routes.remove();
  }
});
