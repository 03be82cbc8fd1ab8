/** Path prefix → base URLs of the instances behind it. `/` is the site; the longest prefix wins. */
export type Routes = Record<string, string[]>;

/** The path of a request target, without its query; undefined when it is not one a browser would send. */
export function requestPath(target: string | undefined): string | undefined {
  if (!target?.startsWith('/')) return undefined;
  const path = target.split('?', 1)[0] ?? '';
  // `/api/users/../metrics` must not become another path behind the gateway, whoever normalises it there
  const dotSegment = path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  return dotSegment ? undefined : path;
}

/** Prefixes match whole path segments: `/api/users` takes `/api/users/me`, not `/api/usersx`. */
export function findPrefix(routes: Routes, path: string): string | undefined {
  return Object.keys(routes)
    .filter((prefix) => prefix === '/' || path === prefix || path.startsWith(`${prefix}/`))
    .sort((a, b) => b.length - a.length)[0];
}
