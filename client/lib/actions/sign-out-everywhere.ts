'use server';

import { signOutEverywhere } from '../api';
import * as words from '../words';
import type { FormState } from './form-state';
import { changeOwnAccount } from './own-account';

const { everywhere: texts } = words.accountPage;

export async function signOutEverywhereAction(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  return changeOwnAccount({ form, ...texts, run: signOutEverywhere });
}
