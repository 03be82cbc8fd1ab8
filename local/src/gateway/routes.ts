/** Path prefix → base URLs of its instances. `/` is the site. The longest matching prefix wins. */
export type Routes = Record<string, string[]>;

/**
 * Returns the path of a request target without its query, or undefined when no browser would send such a
 * target.
 */
export function requestPath(target: string | undefined): string | undefined {
  if (!target?.startsWith('/')) return undefined;
  const path = target.split('?', 1)[0] ?? '';
  // a service could normalise `/api/users/../metrics` to `/metrics`, which the gateway must not hand on
  const dotSegment = path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  return dotSegment ? undefined : path;
}

/**
 * Finds the prefix of a path. It matches whole segments: `/api/users` matches `/api/users/me`, not
 * `/api/usersx`.
 */
export function findPrefix(routes: Routes, path: string): string | undefined {
  return Object.keys(routes)
    .filter((prefix) => prefix === '/' || path === prefix || path.startsWith(`${prefix}/`))
    .sort((a, b) => b.length - a.length)[0];
}
