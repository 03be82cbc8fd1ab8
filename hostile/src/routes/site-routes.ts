import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SITE } from '@ticketing/system';

/** A server action of the site: what a form or a button does. */
export interface Action {
  /** Such as `cancelOrderAction`. */
  name: string;
  /** The id by which a request names it. It changes with each build. */
  id: string;
  /** The patterns of the pages that it can be sent to. */
  pages: string[];
}

export interface SiteRoutes {
  /** The patterns of pages and of routes without a page, such as `/orders/[id]`. */
  pages: string[];
  actions: Action[];
}

const BUILT = join(__dirname, '../../..', SITE.name, '.next/standalone', SITE.name, '.next');

const read = <T>(file: string): T => JSON.parse(readFileSync(join(BUILT, file), 'utf8')) as T;

/** Reads the pages and the server actions of the built site from the lists that Next.js serves by. */
export function siteRoutes(): SiteRoutes {
  const paths = read<Record<string, string>>('app-path-routes-manifest.json');
  const { node } = read<{
    node: Record<string, { exportedName: string; workers: Record<string, unknown> }>;
  }>('server/server-reference-manifest.json');
  return {
    pages: Object.values(paths).filter((path) => !path.startsWith('/_')),
    actions: Object.entries(node).map(([id, { exportedName, workers }]) => ({
      id,
      name: exportedName,
      pages: Object.keys(workers).flatMap((worker) => paths[worker.replace(/^app/, '')] ?? []),
    })),
  };
}
