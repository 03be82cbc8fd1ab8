'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { HiddenFields } from '@/lib/hidden-fields';
import { holds, type PageNow, type Refusal } from '@/lib/refusal';
import * as words from '@/lib/words';
import { Hidden } from './hidden';
import { RefusalAlert } from './refusal-alert';
import { useServerAction } from './use-server-action';

interface Props extends Partial<PageNow> {
  action: (before: Refusal | undefined, form: FormData) => Promise<Refusal>;
  hidden?: HiddenFields;
  label: string;
  pendingLabel: string;
  /** What an action that never got an answer means, and what to do. */
  noAnswer: string;
  look?: string;
  /** Stands in place of the button when the action is impossible or another attempt would not help. */
  otherwise?: ReactNode;
  /** Says that the action, which was impossible, is possible now. */
  again?: string;
  /** Follows the text of a refusal because of a change: what the page offers now. */
  changed?: string;
}

/** A button that runs an action on the server, and the server's message as long as it holds. */
export function ActionButton({
  action,
  hidden,
  label,
  pendingLabel,
  noAnswer,
  look = 'button',
  open = true,
  version,
  offer,
  otherwise,
  again,
  changed,
}: Props) {
  const [refusal, send, pending] = useServerAction(action, undefined, () => unanswered(noAnswer));
  const form = useRef<HTMLFormElement>(null);
  const shown = refusal && holds(refusal, { open, version, offer }) ? refusal : undefined;
  const isClosed = !open || shown?.kind === 'taken';
  const [wasClosed, setWasClosed] = useState(isClosed);
  if (isClosed && !wasClosed) setWasClosed(true);
  const isShown = shown !== undefined;
  useEffect(() => {
    if (!refusal) return;
    if (isShown) form.current?.querySelector<HTMLElement>('[role=alert]')?.focus();
    // a message that had the focus has gone
    else if (document.activeElement === document.body) form.current?.focus({ preventScroll: true });
  }, [refusal, isShown]);
  return (
    <form
      action={send}
      ref={form}
      tabIndex={-1}
      data-pending={pending || undefined}
      data-refused={shown?.kind}
    >
      {shown && (
        <RefusalAlert title={shown.title} text={shown.text} final={shown.kind === 'taken'}>
          {shown.kind === 'changed' && changed}
        </RefusalAlert>
      )}
      {again && (
        <p role="status" className="again">
          {wasClosed && !isClosed && !shown && again}
        </p>
      )}
      <Hidden fields={hidden} />
      {isClosed ? (
        otherwise
      ) : (
        <button
          className={look}
          aria-disabled={pending}
          onClick={(event) => pending && event.preventDefault()}
        >
          {pending ? pendingLabel : label}
        </button>
      )}
    </form>
  );
}

function unanswered(text: string): Refusal {
  return { kind: 'retry', title: words.down.title, text };
}
