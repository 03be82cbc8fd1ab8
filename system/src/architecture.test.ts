import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDiagrams } from './architecture/blocks';
import { eventsDiagram } from './architecture/events';
import { processesDiagram } from './architecture/processes';
import { hearersOf, type ServiceName, services, type Subject, subjects } from './system';

const page = readFileSync(join(__dirname, '../../docs/architecture.md'), 'utf8');
const sequences = Array.from(page.matchAll(/\n## (.*)\n[^#]*?```mermaid\nsequenceDiagram\n([\s\S]*?)```/g));

describe('docs/architecture.md', () => {
  it('has the diagrams that follow from the description of the system', () => {
    expect(page).toBe(withDiagrams(page)); // otherwise: npm run architecture -w system
  });

  it.each(sequences.map(([, heading, diagram]) => ({ heading, diagram: diagram! })))(
    'tells only of events that are published and heard: $heading',
    ({ diagram }) => {
      const told = Array.from(diagram.matchAll(/^ *(\w+)-\)(\w+): (\S+)$/gm));
      expect(told.length).toBeGreaterThan(5);
      for (const [line, from, to, subject] of told) {
        expect([line, subjects]).toEqual([line, expect.arrayContaining([subject])]);
        const publisher = services.find(({ publishes }) => publishes.includes(subject as Subject));
        expect([line, publisher?.name]).toEqual([line, from]);
        expect([line, hearersOf(subject as Subject)]).toEqual([line, expect.arrayContaining([to])]);
      }
    },
  );

  it.each(sequences.map(([, heading]) => heading!))(
    'tells of each event to everybody who hears it: %s',
    (heading) => {
      const [, , diagram = ''] = sequences.find(([, one]) => one === heading)!;
      const told = Array.from(diagram.matchAll(/^ *\w+-\)(\w+): (\S+)$/gm), ([, to, subject]) => ({
        to,
        subject,
      }));
      for (const subject of new Set(told.map((one) => one.subject as Subject))) {
        const to = told.filter((one) => one.subject === subject).map((one) => one.to as ServiceName);
        expect([subject, [...new Set(to)].sort()]).toEqual([subject, hearersOf(subject).sort()]);
      }
    },
  );
});

it('has two sequences', () => expect(sequences.map(([, heading]) => heading)).toHaveLength(2));

it('refuses a page without the marks of a diagram', () =>
  expect(() => withDiagrams(page.replace('<!-- end of events -->', ''))).toThrow('has no block events'));

it.each(subjects)('draws who publishes %s, and who hears it', (subject) => {
  const arrows = Array.from(eventsDiagram().matchAll(/^ {2}(\w+) --- \w+\(\["(.*)"\]\) --> (\w+)$/gm));
  const drawn = arrows.filter(([, , events]) => events!.split('<br>').includes(subject));
  const publisher = services.find(({ publishes }) => publishes.includes(subject))!;
  expect(drawn.map(([, from, , to]) => `${from} → ${to}`).sort()).toEqual(
    hearersOf(subject)
      .map((name) => `${publisher.name} → ${name}`)
      .sort(),
  );
});

it('draws each service with its store', () => {
  const diagram = processesDiagram();
  for (const { name, owns } of services) {
    expect(diagram).toContain(`  ${name}["${name}"]`);
    if (owns) expect(diagram).toContain(`  ${name} --- ${name}_store\n`);
  }
});
