import type { Request, Response } from 'express';
import { ok } from '../api/call.js';
import { authenticate } from '../api/confirm.js';
import type { Context } from '../http/context.js';
import { run } from '../http/run.js';
import type { IntentRecord } from '../model/records.js';
import { withQuery } from '../with-query.js';
import { backTo } from './back-to.js';
import { explain, field, findPayment, showAmount } from './find-payment.js';
import { html } from './html.js';
import { NO_MONEY } from './layout.js';
import { sendPage } from './send-page.js';

/** The page script shows the page in a frame (`frame`); the form for browsers without JavaScript leads to it (`pay`). */
type Via = 'frame' | 'pay' | '';

/** GET /3ds/:id, the page of the buyer's bank */
export function showThreeDSecure(context: Context, request: Request, response: Response): void {
  const record = findPayment(context, request, response);
  if (!record) return;
  const via = field(request, 'via') as Via;
  if (record.intent.status !== 'requires_action') return leave(context, response, record, via);
  const { intent, attempt, returnUrl } = record;
  const body = html`<main>
    <h1>Your test bank asks: is this you?</h1>
    <p>A payment of <strong>${showAmount(intent)}</strong> needs your confirmation (3-D Secure).</p>
    <form method="post" action="/3ds/${intent.id}">
      <input type="hidden" name="client_secret" value="${intent.client_secret ?? ''}" />
      <input type="hidden" name="attempt" value="${attempt}" />
      <input type="hidden" name="via" value="${via}" />
      <div class="pair">
        <button name="outcome" value="complete" ${via === 'frame' ? undefined : html`autofocus`}>
          Complete
        </button>
        <button name="outcome" value="fail" class="secondary">Fail</button>
      </div>
    </form>
    <p class="test">${NO_MONEY}</p>
  </main>`;
  sendPage(response, 200, {
    title: 'Confirm the payment – test bank',
    body,
    frameAncestors: '*',
    leadsTo: returnUrl,
    ...(via === 'frame' ? { script: 'three-d-secure', framed: true } : {}),
  });
}

/** POST /3ds/:id */
export async function endThreeDSecure(context: Context, request: Request, response: Response): Promise<void> {
  const record = findPayment(context, request, response);
  if (!record) return;
  const { id } = record.intent;
  const given = field(request, 'attempt');
  const attempt = given === '' ? record.attempt : Number(given);
  // A refusal means that the step has ended already: the page below says how the payment stands
  run(context, {
    handler: (call) => ok(authenticate(call, id, attempt, field(request, 'outcome') === 'complete')),
    ids: [],
    form: {},
    caller: 'publishable',
    request: { id: null, idempotency_key: null },
  });
  await context.store.synced();
  leave(context, response, context.store.get('intents', id) ?? record, field(request, 'via') as Via);
}

function leave(
  { settings }: Context,
  response: Response,
  { intent, returnUrl }: IntentRecord,
  via: Via,
): void {
  if (via === 'frame') {
    const body = html`<main id="ended">
      <p role="status">One moment …</p>
      <p class="test">${NO_MONEY}</p>
    </main>`;
    const page = { title: 'Confirmation ended – test bank', body, script: 'three-d-secure', framed: true };
    return sendPage(response, 200, { ...page, frameAncestors: '*' });
  }
  if (returnUrl === undefined)
    return explain(response, 200, 'This step has ended', 'You can close this page and go back to the shop.');
  // The form for browsers without JavaScript says what was wrong, and takes another card
  const { client_secret } = intent;
  const form = withQuery(`${settings.url}/pay/${intent.id}`, { client_secret, return_url: returnUrl });
  response.redirect(303, via === 'pay' ? form : backTo(returnUrl, intent));
}
