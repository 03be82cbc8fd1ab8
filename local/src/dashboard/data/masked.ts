const SECRET = /password|secret|hash|token|jwt|cookie|credential|^key$|Key$/i;
const DEEPEST = 12;

/** A document as JSON in which nobody can read a secret: fields whose names tell of one are hidden. */
export function masked(document: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(document) ?? 'null');
  return JSON.stringify(mask(plain, 0), undefined, 2);
}

function mask(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((each) => mask(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      SECRET.test(name) && each !== null ? '(hidden)' : mask(each, depth + 1),
    ]),
  );
}
