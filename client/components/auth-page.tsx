import { signInAction, signUpAction } from '@/lib/actions/account';
import { draftOf } from '@/lib/draft';
import { withReturn } from '@/lib/return-path';
import * as words from '@/lib/words';
import { ActionForm } from './action-form';
import { Link } from './link';

interface Props {
  /** Whether the visitor creates an account, rather than signing in to one. */
  isNew: boolean;
  /** The path to go to afterwards. */
  next: string;
}

/** The page to sign in or up, with a link from each to the other. */
export async function AuthPage({ isNew, next }: Props) {
  const { form, signIn, signUp } = words;
  const texts = isNew ? signUp : signIn;
  return (
    <div className="narrow">
      <h1>{texts.title}</h1>
      {next !== '/' && (
        <p className="lead">
          {texts.reason} {(await draftOf(next)) && signIn.kept}
        </p>
      )}
      <ActionForm
        action={isNew ? signUpAction : signInAction}
        submit={texts.submit}
        noAnswer={texts.noAnswer}
        hidden={{ next }}
        fields={[
          { name: 'email', label: form.email, type: 'email', autoComplete: 'username' },
          {
            name: 'password',
            label: form.password,
            type: 'password',
            autoComplete: isNew ? 'new-password' : 'current-password',
            ...(isNew && { hint: form.newPasswordHint }),
          },
        ]}
      />
      <p className="actions">
        <span>
          {texts.other}{' '}
          <Link href={withReturn(isNew ? '/auth/signin' : '/auth/signup', next)}>{texts.otherLink}</Link>
        </span>
      </p>
    </div>
  );
}
