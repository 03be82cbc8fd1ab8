import { ActionForm, type ActionFormProps } from './action-form';

interface Props extends Pick<ActionFormProps, 'action' | 'look' | 'fields'> {
  /** The id of its heading begins with it. */
  name: string;
  texts: { title: string; text: string; submit: string; noAnswer: string };
}

/** One of the forms of the account page, with its heading. */
export function AccountPart({ name, texts, ...form }: Props) {
  const heading = `${name}-title`;
  return (
    <section className="account-part" aria-labelledby={heading}>
      <ActionForm {...form} submit={texts.submit} noAnswer={texts.noAnswer}>
        <h2 id={heading}>{texts.title}</h2>
        <p className="hint">{texts.text}</p>
      </ActionForm>
    </section>
  );
}
