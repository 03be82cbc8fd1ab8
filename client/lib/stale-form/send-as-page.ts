import { textsToKeep } from './input-fields';

/** A page that has not come by then does not come any more. */
const PATIENCE_MS = 15_000;

/**
 * Sends the text of a form to its page as a browser without JavaScript would, and without an action. So nothing is carried
 * out, not even by a server that knows the action: the server answers with the page as it is now, and that page has the text (stale-form.ts). Resolves only if no
 * page comes.
 */
export function sendAsPage(data: FormData): Promise<void> {
  const form = document.createElement('form');
  form.method = 'post';
  form.enctype = 'multipart/form-data';
  form.hidden = true;
  for (const [name, value] of textsToKeep(data)) {
    const field = document.createElement('textarea'); // an input would lose line ends
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
}
