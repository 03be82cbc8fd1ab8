'use client';

import {
  unstable_isUnrecognizedActionError,
  unstable_rethrow,
  usePathname,
  useSearchParams,
} from 'next/navigation';
import { useActionState } from 'react';
import { sendAsPage } from '@/lib/stale-form/send-as-page';

type Action<State> = (before: State | undefined, form: FormData) => Promise<State>;
/** Makes the state of a form that got no answer. The action may have been carried out. */
type Unanswered<State> = (form: FormData, before: State | undefined) => State;

/**
 * `useActionState` for an action of the server that may not answer, or may be one that the server does not know any more.
 * Without this, the error would put an error page in place of the form and of all that was typed into it.
 */
export function useServerAction<State>(
  action: Action<State>,
  first: State | undefined,
  unanswered: Unanswered<State>,
) {
  const path = usePathname();
  const query = useSearchParams();
  // A form without JavaScript names the place of its state. This address is the same in each version of the site;
  // otherwise React makes up a name from the components around the form.
  const permalink = query.size > 0 ? `${path}?${query}` : path;
  return useActionState<State | undefined, FormData>(
    // the server writes its own action into the form, so that it works without JavaScript
    typeof window === 'undefined' ? action : careful(action, unanswered),
    first as Awaited<State> | undefined,
    permalink,
  );
}

function careful<State>(action: Action<State>, unanswered: Unanswered<State>): Action<State> {
  return async (before, form) => {
    try {
      return await action(before, form);
    } catch (error) {
      unstable_rethrow(error); // Next.js leads to another page by errors
      if (unstable_isUnrecognizedActionError(error)) await sendAsPage(form);
      return unanswered(form, before);
    }
  };
}
