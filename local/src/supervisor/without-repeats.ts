/** An error whose cause says the same repeats itself: `no route: no route` becomes `no route`. */
export function withoutRepeats(reason: string): string {
  const parts = reason.split(': ');
  return parts.filter((part, index) => part !== parts[index - 1]).join(': ');
}
