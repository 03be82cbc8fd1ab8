import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The arrows of the first state diagram below a heading of docs/architecture.md, each as `from → to: a, b`. The names are those
 * that people read, and the marks of the start and of the end are left out.
 */
export function arrowsOfDiagram(heading: string): string[] {
  const page = readFileSync(join(__dirname, '../../docs/architecture.md'), 'utf8');
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [, diagram = ''] = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(section) ?? [];
  const titles = new Map(
    Array.from(diagram.matchAll(/state "([^"]+)" as (\w+)/g), ([, title, name]) => [name!, title!]),
  );
  const titleOf = (name: string) => titles.get(name) ?? name;
  return Array.from(
    diagram.matchAll(/^ *(\w+) --> (\w+): (.*)$/gm),
    ([, from, to, moves]) => `${titleOf(from!)} → ${titleOf(to!)}: ${moves}`,
  ).sort();
}

/** Moves that lead from one state to another, as `arrowsOfDiagram` gives them. */
export function arrowsOf(moves: readonly { from: string; to: string; move: string }[]): string[] {
  const arrows = new Map<string, Set<string>>();
  for (const { from, to, move } of moves) {
    const key = `${from} → ${to}`;
    arrows.set(key, (arrows.get(key) ?? new Set()).add(move));
  }
  return [...arrows].map(([key, names]) => `${key}: ${[...names].join(', ')}`).sort();
}
