import type { System } from '@ticketing/local';
import { eventually } from '@ticketing/processes';

/** Resolves when all processes run, those too that were killed and are starting again. */
export function everythingIsUp(system: System): Promise<void> {
  const down = () => system.processNames().filter((name) => !system.process(name).isUp);
  return eventually(() => expect(down()).toEqual([]));
}
