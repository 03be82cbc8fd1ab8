import type { ReactNode } from 'react';

const LONG = 10;

/** The price at the end of a stub, and below it what `children` holds. A long price is written smaller. */
export function StubPrice({ price, children }: { price: string; children?: ReactNode }) {
  return (
    <span className={price.length > LONG ? 'stub-price long' : 'stub-price'}>
      {price}
      {children}
    </span>
  );
}
