import { AUTHENTICATION_CANCELED, AUTHENTICATION_ENDED, type AuthenticationHeight } from './protocol.js';

/**
 * Shows the page of the buyer's bank over the page of the shop. The focus stays inside. Resolves to 'ended' when the buyer
 * has answered there, and to 'canceled' when the buyer pressed Escape or closed the dialog.
 */
export function authenticationDialog(origin: string, url: string): Promise<'ended' | 'canceled'> {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', 'Confirm the payment with your bank');
  Object.assign(dialog.style, {
    background: 'Canvas',
    border: '0',
    borderRadius: '12px',
    boxShadow: '0 0 0 100vmax rgb(0 0 0 / 45%)',
    boxSizing: 'border-box',
    maxWidth: 'none',
    overflow: 'hidden',
    padding: '0',
    width: 'min(26rem, calc(100vw - 2rem))',
  });
  const frame = bankFrame(url);
  const close = closeButton();
  dialog.append(frame, close);
  document.body.append(dialog);

  return new Promise((resolve) => {
    const end = (how: 'ended' | 'canceled') => {
      window.removeEventListener('message', hear);
      dialog.close();
      dialog.remove();
      resolve(how);
    };
    const hear = ({ origin: from, source, data }: MessageEvent<unknown>) => {
      if (from !== origin || source !== frame.contentWindow) return;
      if (data === AUTHENTICATION_ENDED) end('ended');
      if (data === AUTHENTICATION_CANCELED) end('canceled');
      if (isHeight(data)) frame.style.height = `${data.height}px`;
    };
    window.addEventListener('message', hear);
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end('canceled');
    });
    close.addEventListener('click', () => end('canceled'));
    frame.addEventListener('load', () => frame.focus());
    dialog.showModal();
  });
}

function bankFrame(url: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.title = 'Confirm the payment';
  frame.src = url;
  Object.assign(frame.style, { border: '0', display: 'block', width: '100%', height: '20rem' });
  return frame;
}

function closeButton(): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Cancel';
  Object.assign(button.style, {
    background: 'none',
    border: '0',
    color: 'CanvasText',
    cursor: 'pointer',
    display: 'block',
    font: '16px system-ui, sans-serif',
    margin: '0 auto',
    minHeight: '44px',
    padding: '0 16px',
    textDecoration: 'underline',
  });
  return button;
}

function isHeight(data: unknown): data is AuthenticationHeight {
  return (data as AuthenticationHeight | null)?.type === 'stripe-stand-in:authentication-height';
}
