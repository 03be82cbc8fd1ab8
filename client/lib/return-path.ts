// Only its own shape matters: a path of it stays on this origin, whatever the browser makes of it.
const HERE = 'http://here.invalid';
const AUTH = /^\/auth(\/|$)/;

/**
 * Where to go after signing in: the path that was asked for if it is one of this site, else the start page. Browsers
 * read `//evil` and `/\evil` as other hosts, and skip tabs and line ends within an address.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(asked)) return '/';
  if (!URL.canParse(asked, HERE)) return '/';
  const { origin, pathname, search } = new URL(asked, HERE);
  if (origin !== HERE || pathname.startsWith('//') || AUTH.test(pathname)) return '/';
  return pathname + search;
}

/** The page to sign in on, from which one comes back to `path`. */
export function signInPath(path: string): string {
  return withReturn('/auth/signin', path);
}

/** `page` with the note where to go after it; none when that is the start page. */
export function withReturn(page: string, path: string): string {
  return path === '/' ? page : `${page}?next=${encodeURIComponent(path)}`;
}
