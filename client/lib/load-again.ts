/**
 * Loads the page again after a second, because a script or a style sheet of it was missing. While a new version of the
 * site comes up, a server of one version may be asked for the files of the other. If files are missing again, the page
 * waits four times as long.
 * @returns false if the page stays: it was loaded again a few times already, or the visitor has typed something.
 */
export function loadAgain(): boolean {
  // This function also runs as text within the page, before all other scripts. So it uses nothing from outside.
  const [most, firstMs, forgetMs, name] = [3, 1_000, 120_000, 'loaded-again'];
  const hasInput = () =>
    document.querySelector('[role=alert], [aria-invalid]') !== null ||
    [...document.querySelectorAll('input')].some(({ value, defaultValue }) => value !== defaultValue);
  try {
    const [times = 0, at = 0] = (sessionStorage.getItem(name) ?? '').split(' ').map(Number);
    const before = Date.now() - at < forgetMs ? times : 0;
    if (before >= most || hasInput()) return false;
    sessionStorage.setItem(name, `${before + 1} ${Date.now()}`);
    let leaves = false; // a visitor who has clicked on a link gets that page
    addEventListener('beforeunload', () => (leaves = true));
    setTimeout(() => leaves || hasInput() || location.reload(), firstMs * 4 ** before);
    return true;
  } catch {
    return false; // the browser keeps nothing, so the page would be loaded again for ever
  }
}

/** A script that loads the page again when a file of the site is missing. */
export const LOAD_AGAIN_SCRIPT = `(${String(watchFiles)})(${String(loadAgain)})`;

function watchFiles(again: () => boolean): void {
  const isOurs = (file: string | undefined) => file?.includes('/_next/static/') ?? false;
  const isMissing = (entry: PerformanceEntry) =>
    isOurs(entry.name) && ((entry as PerformanceResourceTiming).responseStatus ?? 0) >= 400;
  // this script waits for the style sheet, so some files may be missing already
  let waits = performance.getEntriesByType('resource').some(isMissing) && again();
  addEventListener(
    'error',
    ({ target }) => {
      const { src, href } = (target ?? {}) as Partial<HTMLScriptElement & HTMLLinkElement>;
      if (!waits && isOurs(src || href)) waits = again();
    },
    true, // such an event does not bubble
  );
}
