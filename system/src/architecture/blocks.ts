import { eventsDiagram } from './events.js';
import { processesDiagram } from './processes.js';

const FENCE = '```';

/** The diagrams of docs/architecture.md that follow from the description of the system, by the name of their block. */
const BLOCKS: Readonly<Record<string, () => string>> = {
  processes: processesDiagram,
  events: eventsDiagram,
};

const begin = (name: string) => `<!-- ${name}: made by npm run architecture -w system -->`;
const end = (name: string) => `<!-- end of ${name} -->`;

/**
 * The page with each diagram as it follows from the description of the system.
 * @throws Error when the marks of a block are missing.
 */
export function withDiagrams(page: string): string {
  return Object.entries(BLOCKS).reduce((text, [name, diagram]) => {
    const [before, rest] = text.split(begin(name));
    const [, after] = (rest ?? '').split(end(name));
    if (before === undefined || after === undefined)
      throw new Error(`docs/architecture.md has no block ${name}`);
    return [before, begin(name), `\n\n${FENCE}mermaid\n${diagram()}\n${FENCE}\n\n`, end(name), after].join(
      '',
    );
  }, page);
}
