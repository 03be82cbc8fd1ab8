import { API } from './api-targets.js';
import type { SiteRoutes } from './site-routes.js';
import { actionTarget, pageTarget } from './site-targets.js';
import type { Target } from './target.js';

export interface Covered {
  targets: Target[];
  /** The routes of the running system for which nobody described a request. Each is a finding. */
  missing: string[];
}

/** Finds a request for each route of the running services and of the built site. */
export function cover(routes: readonly string[], { pages, actions }: SiteRoutes): Covered {
  const found = [
    ...routes.map((route) => ({ route, target: API[route] && { route, ...API[route] } })),
    ...pages.map((pattern) => ({ route: `page ${pattern}`, target: pageTarget(pattern) })),
    ...actions.map((action) => ({ route: `action ${action.name}`, target: actionTarget(action) })),
  ];
  return {
    targets: found.flatMap(({ target }) => target ?? []),
    missing: found.filter(({ target }) => target === undefined).map(({ route }) => route),
  };
}
