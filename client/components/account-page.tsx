import { changePasswordAction } from '@/lib/actions/change-password';
import { deleteAccountAction } from '@/lib/actions/delete-account';
import { signOutEverywhereAction } from '@/lib/actions/sign-out-everywhere';
import type { User } from '@/lib/api/types';
import * as words from '@/lib/words';
import { AccountPart } from './account-part';

/** What people do with their own account. */
export function AccountPage({ user }: { user: User }) {
  const { accountPage: texts, form } = words;
  const { password, everywhere, deletion } = texts;
  return (
    <div className="narrow">
      <h1>{texts.title}</h1>
      <p className="lead">
        {texts.signedInAs} <bdi>{user.email}</bdi>
      </p>
      <AccountPart
        name="password"
        texts={password}
        action={changePasswordAction}
        fields={[
          {
            name: 'currentPassword',
            label: password.current,
            type: 'password',
            autoComplete: 'current-password',
          },
          {
            name: 'newPassword',
            label: password.next,
            hint: form.newPasswordHint,
            type: 'password',
            autoComplete: 'new-password',
          },
        ]}
      />
      <AccountPart
        name="everywhere"
        texts={everywhere}
        action={signOutEverywhereAction}
        look="button quiet"
        fields={[]}
      />
      <AccountPart
        name="deletion"
        texts={deletion}
        action={deleteAccountAction}
        fields={[
          { name: 'password', label: form.password, type: 'password', autoComplete: 'current-password' },
        ]}
      />
    </div>
  );
}
