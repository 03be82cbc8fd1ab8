import 'server-only';
import { accountOf } from '../account';
import { currentUser } from '../api';
import type { Refusal } from '../refusal';
import * as words from '../words';

/**
 * The refusal of a form that was made for another account than the one that is signed in now (`said`): its visitor
 * would act for an account that the page does not name. While auth gives no answer, nobody can tell (`retry`).
 * Undefined for a form that may go on: the service refuses it if nobody is signed in. The form says itself for which
 * account it was made, and gets no rights by that. A form of a page that could not tell is not checked.
 */
export async function madeForAnother(form: FormData): Promise<Refusal | undefined> {
  const made = form.get('account');
  if (typeof made !== 'string') return undefined;
  const { account: texts } = words;
  const now = accountOf(await currentUser());
  if (now === undefined) return { kind: 'retry', title: words.down.title, text: texts.unknown };
  if (now === '' || now === made) return undefined;
  const text = made === '' ? texts.madeForNobody(now) : texts.madeFor(made, now);
  return { kind: 'said', title: texts.otherTitle, text };
}
