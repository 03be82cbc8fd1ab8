'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, use, useState } from 'react';
import { type FormState, said } from '@/lib/actions/form-state';
import { HIDDEN_NAMES, type HiddenFields } from '@/lib/hidden-fields';
import type { KeptInput } from '@/lib/stale-form/kept-input';
import * as words from '@/lib/words';

const { title, price, email } = words.form;
const LABELS: Readonly<Record<string, string>> = { title, price, email };

const Kept = createContext<KeptInput | undefined>(undefined);

/**
 * Gives the forms of a page the text of a form that was not carried out, and says so above the page. It stays while the
 * page refreshes, and goes when the visitor leaves for another page.
 */
export function KeptInputProvider({ kept, children }: { kept: KeptInput | undefined; children: ReactNode }) {
  const path = usePathname();
  const [first, setFirst] = useState({ kept, path });
  if (first.kept && first.path !== path) setFirst({ kept: undefined, path });
  return (
    <Kept value={first.kept}>
      {first.kept && <Notice cut={first.kept.cut} />}
      {children}
    </Kept>
  );
}

/**
 * The state of a form that was sent and not carried out. Of its hidden fields it has those that the page gives it too, but
 * the page says what the form is about (`id`).
 */
export function useKeptForm(hidden: HiddenFields = {}): FormState | undefined {
  const fields = use(Kept)?.fields;
  if (!fields) return undefined;
  const values = Object.fromEntries(fields.toReversed()); // the first of several counts
  return said({
    values,
    hidden: Object.fromEntries(
      fields.filter(([name, text]) => name in hidden && name !== 'id' && text !== ''),
    ),
  });
}

/** Shows the kept text of all fields except for those that a form shows. */
export function KeptText({ except }: { except: readonly string[] }) {
  const fields = use(Kept)?.fields.filter(([name, text]) => !except.includes(name) && text !== '') ?? [];
  if (fields.length === 0) return null;
  return (
    <dl className="kept-text">
      {fields.map(([name, text], index) => (
        <div key={index}>
          <dt>{LABELS[name] ?? name}</dt>
          <dd dir="auto">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Notice({ cut }: { cut: boolean }) {
  const { title, text, cut: cutText } = words.stale;
  return (
    <div role="alert" tabIndex={-1} autoFocus className="alert stale">
      <h2>{title}</h2>
      <p>{cut ? cutText : text}</p>
      <KeptText except={HIDDEN_NAMES} />
    </div>
  );
}
