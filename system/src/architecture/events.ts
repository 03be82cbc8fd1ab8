import { services } from '../system.js';

/** Which events go from which service to which other, as a diagram in Mermaid. */
export function eventsDiagram(): string {
  // the events are nodes, because Mermaid writes labels of arrows upon each other
  const arrows = services.flatMap((from) =>
    services.flatMap((to) => {
      const events = from.publishes.filter((subject) => to.hears.includes(subject));
      if (events.length === 0) return [];
      return [`  ${from.name} --- ${from.name}_${to.name}(["${events.join('<br>')}"]) --> ${to.name}`];
    }),
  );
  return ['flowchart LR', ...services.map(({ name }) => `  ${name}["${name}"]`), ...arrows].join('\n');
}
