'use client';

import { lazy, Suspense, useEffect, useRef } from 'react';
import { payAction } from '@/lib/actions/payments';
import type { Payment } from '@/lib/api/types';
import type { PayState } from '@/lib/paying/pay-state';
import * as words from '@/lib/words';
import { Hidden } from './hidden';
import { LocalTime } from './local-time';
import { RefusalAlert } from './refusal-alert';
import { useServerAction } from './use-server-action';

const { pay: texts, form: formTexts } = words;

// only who pays loads the card form
const CardForm = lazy(() => import('./card-form'));

interface Props {
  orderId: string;
  expiresAt: string;
  /** Written in the visitor's manner. */
  price: string;
  locale: string;
  /** Whether the payments service gives no answer. */
  isDown?: boolean;
  /** The last payment of the order, if there is one. */
  last?: Pick<Payment, 'id' | 'status'>;
}

/** The button that begins to pay, and then the card form in its place. */
export function Pay({ orderId, expiresAt, price, locale, isDown, last }: Props) {
  const [state, send, pending] = useServerAction<PayState>(payAction, undefined, unanswered);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state?.refusal) form.current?.querySelector<HTMLElement>('[role=alert]')?.focus();
  }, [state]);
  const isOver = last !== undefined && last.status !== 'open';
  const open = state?.open;
  if (open && !(isOver && last.id === open.paymentId)) {
    return (
      <Suspense fallback={<p className="card-form">{words.form.wait}</p>}>
        <CardForm key={open.paymentId} orderId={orderId} price={price} payment={open} />
      </Suspense>
    );
  }
  const refusal = state?.refusal;
  if (isDown && !refusal) {
    return (
      <p className="pay">
        {texts.downTitle}. {texts.unknownText} <KeptUntil iso={expiresAt} locale={locale} />
      </p>
    );
  }
  return (
    <form action={send} ref={form} tabIndex={-1} className="pay" data-pending={pending || undefined}>
      {refusal ? (
        <RefusalAlert title={refusal.title} text={refusal.text}>
          {state.kept && <KeptUntil iso={expiresAt} locale={locale} />}
        </RefusalAlert>
      ) : (
        last && <p>{isOver ? texts.over : texts.begun}</p>
      )}
      <Hidden fields={{ id: orderId }} />
      <button
        className="button"
        aria-disabled={pending}
        onClick={(event) => pending && event.preventDefault()}
      >
        {pending ? formTexts.wait : texts.pay(price)}
      </button>
    </form>
  );
}

/** Says how long an order waits for a payment. */
function KeptUntil({ iso, locale }: { iso: string; locale: string }) {
  return (
    <>
      {texts.kept} <LocalTime iso={iso} locale={locale} />.
    </>
  );
}

function unanswered(): PayState {
  return { refusal: { kind: 'retry', title: texts.downTitle, text: texts.downText }, kept: true };
}
