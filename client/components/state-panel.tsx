import type { ReactNode } from 'react';
import type { OrderState } from '@/lib/order-state';

export interface StateTexts {
  name: string;
  title: string;
  text: string;
}

/** How an order stands, in a word, a sentence and what follows from it. */
export function StatePanel({
  state,
  name,
  title,
  text,
  children,
}: StateTexts & { state: OrderState; children?: ReactNode }) {
  return (
    <section className="panel state-panel" data-state={state} aria-labelledby="state">
      <p>
        <span className="badge" data-state={state}>
          {name}
        </span>
      </p>
      <h2 id="state">{title}</h2>
      <p className="state-text">{text}</p>
      {children}
    </section>
  );
}
