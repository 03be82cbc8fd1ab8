import 'server-only';
import { said, type FormState } from './actions/form-state';
import type { User } from './api/types';
import { draftOf } from './draft';
import * as words from './words';

/** The form of `page` as its visitor left it to sign in, with a word about that. */
export async function typedBefore(page: string, user: User | undefined): Promise<FormState | undefined> {
  const draft = await draftOf(page);
  if (!draft || !user) return undefined;
  const { account: texts } = words;
  const isOther = draft.account !== '' && draft.account !== user.email;
  const note = isOther ? texts.typedAs(draft.account, user.email) : texts.typedBefore;
  return { ...said({ values: draft.values, hidden: draft.hidden }), note };
}
