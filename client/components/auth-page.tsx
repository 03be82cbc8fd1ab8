import type { FormState } from '@/lib/actions/form-state';
import { withReturn } from '@/lib/return-path';
import { words } from '@/lib/words';
import { ActionForm } from './action-form';
import { Link } from './link';

interface Props {
  action: (before: FormState | undefined, form: FormData) => Promise<FormState>;
  texts: typeof words.signIn | typeof words.signUp;
  /** The page for those who have, or have not, an account. */
  other: string;
  /** Where to go afterwards. */
  next: string;
  isNew: boolean;
}

export function AuthPage({ action, texts, other, next, isNew }: Props) {
  const { form } = words;
  return (
    <div className="narrow">
      <h1>{texts.title}</h1>
      {next !== '/' && <p className="lead">{texts.reason}</p>}
      <ActionForm
        action={action}
        submit={texts.submit}
        pendingLabel={form.wait}
        next={next}
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
          {texts.other} <Link href={withReturn(other, next)}>{texts.otherLink}</Link>
        </span>
      </p>
    </div>
  );
}
