/**
 * Waits for `work`, but not longer than `limitMs`. The work itself can't be ended: it goes on, unheard.
 * @throws what `work` throws, or an Error that says what took too long.
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
