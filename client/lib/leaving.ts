let leaving = false;

if (typeof window !== 'undefined') {
  window.addEventListener('beforeunload', () => (leaving = true));
  // the browser may show the page again as it was
  window.addEventListener('pageshow', () => (leaving = false));
}

/**
 * Whether the browser loads a page already, in place of this one. A click that starts no load of its own would be lost
 * with this page.
 */
export function isLeaving(): boolean {
  return leaving;
}
