import * as words from '@/lib/words';

export type State = keyof typeof words.states;

/** The state of a ticket or an order in a word. */
export function Badge({ state }: { state: State }) {
  return (
    <span className="badge" data-state={state}>
      {words.states[state]}
    </span>
  );
}
