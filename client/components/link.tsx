'use client';

import NextLink, { useLinkStatus } from 'next/link';
import type { ComponentProps } from 'react';
import { isLeaving } from '@/lib/leaving';

type Props = Omit<ComponentProps<typeof NextLink>, 'href' | 'prefetch'> & { href: string };

/**
 * A link within the site. While the next page loads, the bar at the top runs: the style sheet finds the element that
 * `Pending` makes. There is no loading.tsx, because a page streamed behind one stays empty without JavaScript. While the
 * browser loads this page anew, a click on a link wins.
 */
export function Link({ children, ...props }: Props) {
  const overtake = (navigation: { preventDefault: () => void }) => {
    if (!isLeaving()) return;
    navigation.preventDefault();
    location.assign(props.href);
  };
  return (
    <NextLink {...props} prefetch={false} onNavigate={overtake}>
      {children}
      <Pending />
    </NextLink>
  );
}

function Pending() {
  const { pending } = useLinkStatus();
  return pending && <i data-pending="" hidden />;
}
