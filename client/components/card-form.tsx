'use client';

import type { Stripe, StripeElements } from '@stripe/stripe-js';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { appearanceOf } from '@/lib/paying/appearance';
import { type CardProblem, cardProblem } from '@/lib/paying/card-problem';
import { loadStripe } from '@/lib/paying/load-stripe';
import { paidPath } from '@/lib/paying/paid-path';
import type { OpenPayment } from '@/lib/paying/pay-state';
import * as words from '@/lib/words';
import { RefusalAlert } from './refusal-alert';
import { useReservation } from './reservation';

const { card: texts } = words;

interface Props {
  orderId: string;
  /** Written in the visitor's manner. */
  price: string;
  payment: OpenPayment;
}

interface Fields {
  stripe: Stripe;
  elements: StripeElements;
}

/** The card form. Its fields are in a frame of Stripe or of the stand-in, so that no script of this site reads a card. */
export default function CardForm({ orderId, price, payment }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const fields = useRef<Fields>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [phase, setPhase] = useState<'loading' | 'ready' | 'asking' | 'missing'>('loading');
  const [problem, setProblem] = useState<CardProblem>();
  const { hold } = useReservation();

  useEffect(() => {
    let destroy: (() => void) | undefined;
    let isGone = false;
    const missing = () => !isGone && setPhase('missing');
    loadStripe(payment).then((stripe) => {
      if (isGone || !place.current) return;
      const elements = stripe.elements({
        clientSecret: payment.clientSecret,
        appearance: look(),
        locale: 'en',
      });
      const element = elements.create('payment', {
        wallets: { applePay: 'never', googlePay: 'never', link: 'never' },
      });
      element.on('ready', () => setPhase('ready'));
      element.on('loaderror', missing);
      element.mount(place.current);
      fields.current = { stripe, elements };
      destroy = () => element.destroy();
    }, missing);
    return () => {
      isGone = true;
      fields.current = undefined;
      destroy?.();
    };
  }, [payment, attempt]);

  useEffect(() => section.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (problem || phase === 'missing') section.current?.querySelector<HTMLElement>('[role=alert]')?.focus();
  }, [problem, phase]);
  // when the form goes, nothing holds the page any more
  useEffect(() => () => hold(false), [hold]);

  const paid = paidPath(orderId, payment.paymentId);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (phase !== 'ready' || !fields.current) return;
    const current = fields.current;
    setProblem(undefined);
    setPhase('asking');
    hold(true);
    const found = await confirm(current, payment.clientSecret, location.origin + paid);
    if (fields.current !== current) return; // the visitor has left
    // another page takes the place of this one, so that nobody comes back to the form
    if (found === undefined || found.kind === 'moved') return location.replace(paid);
    hold(false);
    setPhase('ready');
    setProblem(found);
  }

  return (
    <section
      ref={section}
      tabIndex={-1}
      className="card-form"
      aria-labelledby="card"
      data-pending={phase === 'asking' || undefined}
    >
      <h3 id="card">{texts.title}</h3>
      <p className="hint">{payment.standIn ? texts.standIn : texts.privacy}</p>
      <form onSubmit={(event) => void submit(event)}>
        {problem && <Problem problem={problem} href={paid} />}
        {phase === 'missing' ? (
          <>
            <RefusalAlert title={texts.loadTitle} text={texts.loadText} />
            <button
              type="button"
              className="button"
              onClick={() => {
                setPhase('loading');
                setAttempt(attempt + 1);
              }}
            >
              {texts.loadAgain}
            </button>
          </>
        ) : (
          <>
            <div className="card-fields" data-loading={phase === 'loading' || undefined}>
              {phase === 'loading' && <p role="status">{texts.loading}</p>}
              <div ref={place} />
            </div>
            <button className="button" aria-disabled={phase !== 'ready'}>
              {phase === 'asking' ? texts.asking : texts.submit(price)}
            </button>
          </>
        )}
      </form>
    </section>
  );
}

function Problem({ problem, href }: { problem: CardProblem; href: string }) {
  switch (problem.kind) {
    case 'declined':
      return (
        <RefusalAlert title={texts.declinedTitle} text={texts.declined[problem.reason]}>
          {texts.again}
        </RefusalAlert>
      );
    case 'invalid':
      return <RefusalAlert title={texts.invalidTitle} text={texts.invalidText} />;
    default:
      return (
        <RefusalAlert title={texts.unsureTitle} text={texts.unsureText}>
          <a href={href}>{texts.look}</a>
        </RefusalAlert>
      );
  }
}

/** Asks the buyer's bank, which may ask the buyer. Resolves to the problem if the card is not confirmed. */
async function confirm(
  { stripe, elements }: Fields,
  clientSecret: string,
  returnUrl: string,
): Promise<CardProblem | undefined> {
  try {
    const { error: invalid } = await elements.submit();
    if (invalid) return cardProblem(invalid);
    const { error } = await stripe.confirmPayment({
      elements,
      clientSecret,
      confirmParams: { return_url: returnUrl },
      redirect: 'if_required',
    });
    return error && cardProblem(error);
  } catch {
    return { kind: 'unsure' };
  }
}

function look() {
  return appearanceOf(
    getComputedStyle(document.documentElement),
    matchMedia('(prefers-color-scheme: dark)').matches,
  );
}
