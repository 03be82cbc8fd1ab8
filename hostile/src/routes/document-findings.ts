import { operations } from '@ticketing/common/api';
import { apis } from '@ticketing/system';
import type { Finding } from '../judge/finding.js';

/**
 * Holds the routes of the running services against the operations of `openapi.yaml`, both ways. The gateway hands on only what
 * is below the path of a service, so the routes for operators are no operations.
 */
export function documentFindings(routes: readonly string[]): Finding[] {
  const documented = Object.keys(operations);
  const open = routes.filter(isOpen);
  return [
    ...open
      .filter((route) => !documented.includes(route))
      .map((route): Finding => ({ rule: 'not documented', route, what: 'openapi.yaml does not have it' })),
    ...documented
      .filter((route) => !open.includes(route))
      .map((route): Finding => ({ rule: 'no such route', route, what: 'openapi.yaml has it' })),
  ];
}

function isOpen(route: string): boolean {
  const path = route.split(' ')[1] ?? '';
  return apis.some((api) => path === api.path || path.startsWith(`${api.path}/`));
}
