/** A document, or a part of it, with what its references name in their places. The shapes here do not contain themselves. */
export function resolved<T>(part: T, document: unknown = part): T {
  if (Array.isArray(part)) return part.map((item: unknown) => resolved(item, document)) as T;
  if (typeof part !== 'object' || part === null) return part;
  const { $ref } = part as { $ref?: unknown };
  if (typeof $ref === 'string') return resolved(at($ref, document), document) as T;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, resolved<unknown>(value, document)]),
  ) as T;
}

function at(reference: string, document: unknown): unknown {
  const names = reference.replace(/^#\//, '').split('/');
  const found = names.reduce((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
  if (found === undefined) throw new Error(`the document has no ${reference}`);
  return found;
}
