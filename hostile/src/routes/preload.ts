/*
 * `node --require` loads this file before a service. When the service begins to listen, its routes are written to a file. So
 * they are the routes of the running code, and a new one cannot be forgotten. Services have no hook for this.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';

/** The parts of a router of Express that matter here. */
interface Stack {
  stack?: readonly Layer[];
}
interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle?: Stack;
}

const { HOSTILE_FOLDER: folder = '', HOSTILE_INSTANCE: instance = '' } = process.env;

// Node tells of each server that begins to listen, by a channel that is there for such tools
subscribe('tracing:net.server.listen:asyncStart', (message) => {
  const { server } = message as { server: Server };
  for (const listener of server.listeners('request')) {
    const { router } = listener as { router?: Stack };
    if (router) writeFileSync(join(folder, `${instance}.json`), JSON.stringify(routesIn(router)));
  }
});

function routesIn({ stack = [] }: Stack): string[] {
  return stack.flatMap(({ route, handle }) => [
    ...(route
      ? Object.keys(route.methods)
          .filter((method) => route.methods[method])
          .map((method) => `${method === '_all' ? 'ALL' : method.toUpperCase()} ${route.path}`)
      : []),
    ...(handle ? routesIn(handle) : []),
  ]);
}
