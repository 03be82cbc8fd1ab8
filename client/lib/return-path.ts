// A path is resolved against this origin, which does not exist. If the result has another origin, so has the path.
const HERE = 'http://here.invalid';
const AUTH = /^\/auth(\/|$)/;

/**
 * The path to go to after signing in: the one that was asked for if it belongs to this site, else the start page.
 * Browsers read `//evil` and `/\evil` as other hosts, and they skip tabs and line ends within an address.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(asked)) return '/';
  if (!URL.canParse(asked, HERE)) return '/';
  const { origin, pathname, search } = new URL(asked, HERE);
  if (origin !== HERE || pathname.startsWith('//') || AUTH.test(pathname)) return '/';
  return pathname + search;
}

/** The address of the sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
  return withReturn('/auth/signin', path);
}

/** The address of `page` that leads back to `path`. The start page needs no note. */
export function withReturn(page: string, path: string): string {
  return path === '/' ? page : `${page}?next=${encodeURIComponent(path)}`;
}
