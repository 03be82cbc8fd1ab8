import { copyOf, type Message, type World } from './world.js';

/**
 * Something that may happen next. `system`: it happens sooner or later. `chance`: it may never happen, because it is
 * a person's decision or a fault.
 */
export interface Step {
  name: string;
  kind: 'system' | 'chance';
  to: World;
}

/** Makes the steps out of one world. */
export function stepsFrom(world: World) {
  const step =
    (kind: Step['kind']) =>
    (name: string, change: (next: World) => void): Step => {
      const to = copyOf(world);
      change(to);
      return { name, kind, to };
    };
  return { system: step('system'), chance: step('chance') };
}

export function say(world: World, message: Message): void {
  world.bus[message] = 'waiting';
}

export function numberIn(message: string): number {
  return Number(message.split(' ')[1]);
}
