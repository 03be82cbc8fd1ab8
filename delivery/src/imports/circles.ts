/**
 * Finds the circles of a graph, each as the way around it. Where circles share edges, not every way around is listed,
 * but a graph for which this finds nothing has no circle.
 */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (node: string) => {
    const start = way.indexOf(node);
    if (start !== -1) circles.push([...way.slice(start), node]);
    if (start !== -1 || done.has(node)) return;
    way.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    way.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return circles;
}
