import { AUTHENTICATION_CANCELED, AUTHENTICATION_ENDED, type AuthenticationHeight } from './protocol.js';

/**
 * The script of the bank's page in a frame. The page around it may have any origin, and the messages tell nothing secret,
 * so they are sent to all.
 */
const tell = (message: string | AuthenticationHeight) => window.parent.postMessage(message, '*');

if (document.getElementById('ended')) tell(AUTHENTICATION_ENDED);
else {
  const focusFirst = () => {
    if (document.activeElement === document.body) document.querySelector('button')?.focus();
  };
  window.addEventListener('focus', focusFirst);
  focusFirst();
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') tell(AUTHENTICATION_CANCELED);
  });
  new ResizeObserver(() =>
    tell({ type: 'stripe-stand-in:authentication-height', height: document.body.scrollHeight }),
  ).observe(document.body);
}
