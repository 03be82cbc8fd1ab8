'use client';

import NextLink, { useLinkStatus } from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link within the site. While the next page loads, the bar at the top runs: the style sheet finds the element that
 * `Pending` makes. There is no loading.tsx, because a page streamed behind one stays empty without JavaScript.
 */
export function Link({ children, ...props }: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  return (
    <NextLink {...props} prefetch={false}>
      {children}
      <Pending />
    </NextLink>
  );
}

function Pending() {
  const { pending } = useLinkStatus();
  return pending && <i data-pending="" hidden />;
}
