'use client';

import type { HiddenFields } from '@/lib/hidden-fields';
import { usePageAccount } from './page-account';

/** The hidden fields of a form, with the account that its visitor sees in the header. */
export function Hidden({ fields = {} }: { fields?: HiddenFields }) {
  const account = usePageAccount();
  return Object.entries({ ...fields, ...(account !== undefined && { account }) }).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}
