import type { ReactNode } from 'react';
import type { OrderState } from '@/lib/order-state';
import * as words from '@/lib/words';
import { Badge } from './badge';

/** The states of an order that ended, and nothing was paid for it. */
const UNPAID: ReadonlySet<OrderState> = new Set<OrderState>([
  'expired',
  'late',
  'cancelled',
  'failed',
  'ended',
]);

interface Props {
  state: OrderState;
  /** Whether nobody can tell at the moment if something was paid. */
  isUnknown?: boolean;
  children?: ReactNode;
}

/** The state of an order: in a word, in a sentence, and what follows from it. */
export function StatePanel({ state, isUnknown, children }: Props) {
  const { titles, texts, notCharged, notKnown } = words.order;
  return (
    <section className="panel state-panel" data-state={state} aria-labelledby="state">
      <p>
        <Badge state={state} />
      </p>
      <h2 id="state">{titles[state]}</h2>
      <p className="state-text">
        {texts[state]} {UNPAID.has(state) && (isUnknown ? notKnown : notCharged)}
      </p>
      {children}
    </section>
  );
}
