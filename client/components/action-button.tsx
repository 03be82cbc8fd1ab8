'use client';

import { type ReactNode, useActionState, useEffect, useRef } from 'react';
import type { Refusal } from '@/lib/actions/orders';

interface Props {
  action: () => Promise<Refusal>;
  label: string;
  pendingLabel: string;
  quiet?: boolean;
  /** Whether the action is impossible from the start. */
  closed?: boolean;
  /** Stands in place of the button when the action is impossible or another attempt would not help. */
  otherwise?: ReactNode;
}

/** A button that runs an action on the server, and the server's message if that does not succeed. */
export function ActionButton({ action, label, pendingLabel, quiet, closed, otherwise }: Props) {
  const [refusal, send, pending] = useActionState(action, undefined);
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => alert.current?.focus(), [refusal]);
  return (
    <form action={send} data-pending={pending || undefined}>
      {refusal && (
        <div role="alert" tabIndex={-1} ref={alert} className={refusal.final ? 'alert final' : 'alert'}>
          <h2>{refusal.title}</h2>
          <p>{refusal.text}</p>
        </div>
      )}
      {closed || refusal?.final ? (
        otherwise
      ) : (
        <button
          className={quiet ? 'button quiet' : 'button'}
          aria-disabled={pending}
          onClick={(event) => pending && event.preventDefault()}
        >
          {pending ? pendingLabel : label}
        </button>
      )}
    </form>
  );
}
