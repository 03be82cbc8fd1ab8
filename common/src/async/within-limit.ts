/**
 * Waits for `work`, but not longer than `limitMs`. The work itself cannot be stopped: it goes on, and its result is
 * ignored.
 * @param what names the work in the error.
 * @throws the error of `work`, or an Error that says that the work took too long.
 */
export function withinLimit<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${what} took longer than ${limitMs / 1000} s`)),
      limitMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
