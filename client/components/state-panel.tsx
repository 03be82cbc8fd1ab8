import type { ReactNode } from 'react';
import type { OrderState } from '@/lib/order-state';
import * as words from '@/lib/words';
import { Badge } from './badge';

/** The state of an order: in a word, in a sentence, and what follows from it. */
export function StatePanel({ state, children }: { state: OrderState; children?: ReactNode }) {
  const { titles, texts } = words.order;
  return (
    <section className="panel state-panel" data-state={state} aria-labelledby="state">
      <p>
        <Badge state={state} />
      </p>
      <h2 id="state">{titles[state]}</h2>
      <p className="state-text">{texts[state]}</p>
      {children}
    </section>
  );
}
