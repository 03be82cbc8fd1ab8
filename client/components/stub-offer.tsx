import type { ReactNode } from 'react';
import type { Ticket } from '@/lib/api/types';
import { formatPrice } from '@/lib/money';
import { Link } from './link';

/** The text of a stub that comes from its ticket. */
export interface Offer {
  title: string;
  /** Written in the visitor's manner. */
  price: string;
}

export function offerOf({ title, price }: Pick<Ticket, 'title' | 'price'>, locale: string): Offer {
  return { title, price: formatPrice(price, locale) };
}

const LONG = 10;

interface Props extends Offer {
  href: string;
  belowTitle?: ReactNode;
  belowPrice?: ReactNode;
}

/** The title of a stub, as a link, and at its end the price. A long price is written smaller. */
export function StubOffer({ title, price, href, belowTitle, belowPrice }: Props) {
  const link = (
    <Link href={href} className="stub-title" dir="auto">
      {title}
    </Link>
  );
  return (
    <>
      {belowTitle ? (
        <div className="stub-main">
          {link}
          {belowTitle}
        </div>
      ) : (
        link
      )}
      <span className={price.length > LONG ? 'stub-price long' : 'stub-price'}>
        {price}
        {belowPrice}
      </span>
    </>
  );
}
