'use client';

import { useActionState, useEffect, useRef } from 'react';
import type { Refusal } from '@/lib/actions/orders';

interface Props {
  action: () => Promise<Refusal>;
  label: string;
  pendingLabel: string;
  quiet?: boolean;
}

/** One button that does something on the server, and what the server says when it cannot. */
export function ActionButton({ action, label, pendingLabel, quiet }: Props) {
  const [refusal, send, pending] = useActionState(action, undefined);
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => alert.current?.focus(), [refusal]);
  return (
    <form action={send} data-pending={pending || undefined}>
      {refusal && (
        <div role="alert" tabIndex={-1} ref={alert} className="alert">
          <h2>{refusal.title}</h2>
          <p>{refusal.text}</p>
        </div>
      )}
      <button
        className={quiet ? 'button quiet' : 'button'}
        aria-disabled={pending}
        onClick={(event) => pending && event.preventDefault()}
      >
        {pending ? pendingLabel : label}
      </button>
    </form>
  );
}
