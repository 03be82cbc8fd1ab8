import 'server-only';
import { refresh } from 'next/cache';
import type { Result } from '../api/result';
import { toSignIn } from '../page-data';
import { type FormState, type Refused, refused, said } from './form-state';
import { madeForAnother } from './made-for';

interface Change {
  form: FormData;
  /** Asks auth for the change. */
  run: () => Promise<Result<unknown>>;
  /** Says that it is done, or leads to another page. */
  done: string | (() => Promise<never>);
  noAnswer: string;
  fields?: readonly string[];
  /** The failure with the names of the form in place of those of the API. */
  named?: (failure: Refused) => Refused;
}

/** Changes the account that the form was made for. The state of the form holds none of its texts: they are passwords. */
export async function changeOwnAccount({
  form,
  run,
  done,
  noAnswer,
  fields = [],
  named = (failure) => failure,
}: Change): Promise<FormState> {
  const nothing = { values: {} };
  const another = await madeForAnother(form);
  if (another) {
    if (another.kind === 'said') refresh(); // the page then names the account that is signed in
    return said(nothing, another.text);
  }
  const result = await run();
  if (result.ok) return typeof done === 'string' ? { ...said(nothing), note: done } : done();
  const { failure } = result;
  if (failure.kind === 'unauthorized') return toSignIn('/account');
  return refused(named(failure), nothing, fields, noAnswer);
}
