import type { StoredSpan } from '../../traces/trace-store.js';

export interface PlacedSpan {
  span: StoredSpan;
  /** 0 for a span whose parent is not there. */
  depth: number;
}

/** Each span after its parent, and brothers in the order of their start. Spans that are their own ancestors come last. */
export function spanTree(spans: readonly StoredSpan[]): PlacedSpan[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string, StoredSpan[]>();
  const roots: StoredSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const { parentSpanId: parent } = span;
    if (parent === undefined || !known.has(parent)) roots.push(span);
    else children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const placed = new Map<StoredSpan, PlacedSpan>();
  const place = (root: StoredSpan) => {
    const stack: PlacedSpan[] = [{ span: root, depth: 0 }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { span, depth } = next;
      if (placed.has(span)) continue;
      placed.set(span, next);
      const below = (children.get(span.spanId) ?? []).map((child) => ({ span: child, depth: depth + 1 }));
      stack.push(...below.reverse());
    }
  };
  roots.forEach(place);
  for (const span of spans) if (!placed.has(span)) place(span);
  return [...placed.values()];
}
