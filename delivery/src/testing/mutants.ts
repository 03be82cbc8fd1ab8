/** A change of a file that a check must notice. */
export interface Mutant {
  what: string;
  from: string | RegExp;
  to: string;
}

export function mutate(text: string, { what, from, to }: Mutant): string {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`The mutant "${what}" changes nothing`);
  return changed;
}
