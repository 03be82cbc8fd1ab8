'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import * as words from '@/lib/words';
import { usePoll } from './use-poll';

const { account: texts } = words;

/** A page's question whether its data are up to date. */
interface Question {
  url: string;
  onAnswer: (answer: never) => void;
}

interface PageAccount {
  /** The account that the header names: an empty text if nobody is signed in, undefined if auth gave no answer. */
  account?: string;
  /** Takes the question of the page, or undefined when the page goes. */
  ask: (question: Question | undefined) => void;
}

const Context = createContext<PageAccount>({ ask: () => undefined });

/** The account that the visitor sees in the header. Forms say that they were made for it. */
export function usePageAccount(): string | undefined {
  return useContext(Context).account;
}

/** Asks `url` again and again while the page is visible; see `usePoll`. A page has one such question. */
export function useLive<T>(url: string, onAnswer: (answer: T) => void): void {
  const { ask } = useContext(Context);
  const latest = useRef(onAnswer);
  useEffect(() => {
    latest.current = onAnswer;
  });
  useEffect(() => {
    ask({ url, onAnswer: (answer) => latest.current(answer) });
    return () => ask(undefined);
  }, [ask, url]);
}

/**
 * Keeps watch over whose page this is. The answer to the page's own question names the account that is signed in. A page
 * without a question asks for the account alone. If it is not the one in the header, the page is loaded again; with
 * typed text on it, it says so instead.
 */
export function PageAccountProvider({ account, children }: { account?: string; children: ReactNode }) {
  const [question, ask] = useState<Question>();
  const [other, setOther] = useState<string>();
  const isLeaving = useRef(false);
  const value = useMemo(() => ({ account, ask }), [account]);

  const leave = useEffectEvent((now: string) => {
    if (hasText()) setOther(now);
    else if (!isLeaving.current) {
      isLeaving.current = true;
      loadAnew();
    }
  });
  usePoll<{ account?: string }>(question?.url ?? '/live/account', account, (answer, status) => {
    // the answer to a form names the new account a moment before the page does
    if (document.querySelector('[data-pending]')) return;
    const isOther = account !== undefined && answer.account !== undefined && answer.account !== account;
    if (isOther || status === 401) return leave(answer.account ?? '');
    setOther(undefined);
    if (status === 200) question?.onAnswer(answer as never);
  });
  return (
    <Context value={value}>
      {children}
      {other !== undefined && other !== account && (
        <div role="alert" className="alert final other-account">
          <p>{other === '' ? texts.signedOut : texts.signedInAs(other)}</p>
          <button className="button quiet" onClick={loadAnew}>
            {texts.reload}
          </button>
        </div>
      )}
    </Context>
  );
}

/** Unlike a reload, this does not ask to send a form again that led to this page. */
function loadAnew(): void {
  location.replace(location.pathname + location.search);
}

/** Whether a reload would lose text: some that was typed, that a form holds since it was sent, or that says who it is for. */
function hasText(): boolean {
  const inputs = document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden])');
  return (
    document.querySelector('main :is([data-typed], .stale), [data-refused=said]') !== null ||
    [...inputs].some((input) => input.value !== input.defaultValue)
  );
}
