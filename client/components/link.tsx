'use client';

import NextLink, { useLinkStatus } from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link within the site. While its page loads, the bar on top runs (the style sheet finds the mark). There is no
 * loading.tsx: pages that are streamed behind one stay empty without JavaScript.
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
