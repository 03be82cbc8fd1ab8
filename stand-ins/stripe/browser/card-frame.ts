import { applyAppearance } from './appearance.js';
import { paymentOf, post } from './api.js';
import { CardForm } from './card-form.js';
import {
  INIT,
  type CallName,
  type Calls,
  type Init,
  type Request,
  type Result,
  type Told,
} from './protocol.js';

/** The script of the frame with the card fields. Only the page that shows the frame can start it, and only once. */
window.addEventListener('message', function start({ source, data, ports }: MessageEvent<Init | undefined>) {
  const [port] = ports;
  if (source !== window.parent || source === window || data?.type !== INIT || !port) return;
  window.removeEventListener('message', start);
  serve(port, data);
});

function serve(port: MessagePort, { publishableKey, appearance }: Init): void {
  const tell = (told: Told) => port.postMessage(told);
  applyAppearance(appearance);
  const form = new CardForm((state) => tell({ event: 'change', ...state }));

  const confirm = async ({ clientSecret, returnUrl }: Calls['confirm']['args']): Promise<Result> => {
    const mistake = form.validate();
    if (mistake) return { error: mistake };
    const result = await post(`/v1/payment_intents/${paymentOf(clientSecret)}/confirm`, {
      key: publishableKey,
      client_secret: clientSecret,
      use_stripe_sdk: 'true',
      ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
      ...form.parameters(),
    });
    if (result.error) form.refused(result.error);
    return result;
  };
  const calls: { [N in CallName]: (args: Calls[N]['args']) => Promise<unknown> | Calls[N]['result'] } = {
    confirm,
    validate: () => form.validate(),
    update: (changed) => void applyAppearance(changed),
    focus: () => void form.focus(),
    blur: () => void (document.activeElement as HTMLElement | null)?.blur(),
    clear: () => void form.clear(),
  };
  port.onmessage = ({ data: { id, call, args } }: MessageEvent<Request>) => {
    const run = calls[call] as (args: unknown) => unknown;
    void Promise.resolve(run(args)).then((result) =>
      tell({ id, result: result as Told extends { result: infer R } ? R : never }),
    );
  };

  document.getElementById('card')?.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Escape') tell({ event: 'escape' });
    if (key === 'Enter' && target instanceof HTMLInputElement) tell({ event: 'enter' });
  });
  window.addEventListener('focus', () => tell({ event: 'focus' }));
  window.addEventListener('blur', () => tell({ event: 'blur' }));
  new ResizeObserver(() => tell({ event: 'height', height: document.body.scrollHeight })).observe(
    document.body,
  );
  tell({ event: 'ready' });
}
