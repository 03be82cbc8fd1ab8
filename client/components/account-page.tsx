import { changePasswordAction } from '@/lib/actions/change-password';
import { deleteAccountAction } from '@/lib/actions/delete-account';
import { signOutEverywhereAction } from '@/lib/actions/sign-out-everywhere';
import type { User } from '@/lib/api/types';
import * as words from '@/lib/words';
import { ActionForm } from './action-form';

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
      <section className="account-part" aria-labelledby="password-title">
        <ActionForm
          action={changePasswordAction}
          submit={password.submit}
          noAnswer={password.noAnswer}
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
        >
          <h2 id="password-title">{password.title}</h2>
          <p className="hint">{password.text}</p>
        </ActionForm>
      </section>
      <section className="account-part" aria-labelledby="everywhere-title">
        <ActionForm
          action={signOutEverywhereAction}
          submit={everywhere.submit}
          look="button quiet"
          noAnswer={everywhere.noAnswer}
          fields={[]}
        >
          <h2 id="everywhere-title">{everywhere.title}</h2>
          <p className="hint">{everywhere.text}</p>
        </ActionForm>
      </section>
      <section className="account-part" aria-labelledby="deletion-title">
        <ActionForm
          action={deleteAccountAction}
          submit={deletion.submit}
          noAnswer={deletion.noAnswer}
          fields={[
            { name: 'password', label: form.password, type: 'password', autoComplete: 'current-password' },
          ]}
        >
          <h2 id="deletion-title">{deletion.title}</h2>
          <p className="hint">{deletion.text}</p>
        </ActionForm>
      </section>
    </div>
  );
}
