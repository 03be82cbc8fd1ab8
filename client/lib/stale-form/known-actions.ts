import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part that is read here of the list that Next.js writes about the server actions of a build. */
export interface ActionList {
  /** The actions by their ids, each with the pages that can run it: `app/tickets/[id]/page`. */
  node: Record<string, { workers: Record<string, unknown> }>;
}

/** Tells whether this build of the site can run an action that a form of the page at `path` names, or of any page. */
export type KnowsAction = (id: string, path?: string) => boolean;

/** Knows the actions of a list. An action that another page runs is unknown: Next.js would refuse it. */
export function actionsOf({ node }: ActionList): KnowsAction {
  const pages = new Map(
    Object.entries(node).map(([id, { workers }]) => [id, Object.keys(workers).map(patternOf)]),
  );
  return (id, path) => pages.get(id)?.some((pattern) => path === undefined || pattern.test(path)) ?? false;
}

function patternOf(page: string): RegExp {
  const path = page.replace(/^app/, '').replace(/\/page$/, '');
  return new RegExp(`^${path.replace(/\[\w+\]/g, '[^/]+')}/?$`);
}

let known: KnowsAction | undefined;

/** Knows the actions of this build. In development they come and go with each edit, so each of them counts as known. */
export const knowsAction: KnowsAction = (id, path) => (known ??= readActions())(id, path);

function readActions(): KnowsAction {
  if (process.env.NODE_ENV !== 'production') return () => true;
  // the site runs in its own folder; there is no import of this file, because the build writes it last
  const file = join(process.cwd(), '.next/server/server-reference-manifest.json');
  return actionsOf(JSON.parse(readFileSync(file, 'utf8')) as ActionList);
}
