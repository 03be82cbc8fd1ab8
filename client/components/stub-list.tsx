import type { ReactNode } from 'react';
import { Link } from './link';

export interface Stub {
  id: string;
  href: string;
  title: string;
  price: string;
  state: string;
  stateName: string;
  aside?: ReactNode;
}

/** Tickets or orders of one's own, each with how it stands. */
export function StubList({ label, stubs }: { label: string; stubs: Stub[] }) {
  return (
    <ul className="tickets" aria-label={label}>
      {stubs.map(({ id, href, title, price, state, stateName, aside }) => (
        <li key={id} className="stub">
          <div className="stub-main">
            <Link href={href} className="stub-title">
              {title}
            </Link>
            <p className="stub-state">
              <span className="badge" data-state={state}>
                {stateName}
              </span>
              {aside}
            </p>
          </div>
          <span className={price.length > 10 ? 'stub-price long' : 'stub-price'}>{price}</span>
        </li>
      ))}
    </ul>
  );
}
