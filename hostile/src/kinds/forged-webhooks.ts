import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { withHeader } from '../draft.js';
import { hostile, type Kind } from './kind.js';

const SECRET = 'whsec_somebody_elses';
const sign = (text: string, at: number, secret = SECRET) =>
  createHmac('sha256', secret).update(`${at}.${text}`).digest('hex');
const now = () => Math.floor(Date.now() / 1000);

/** Values of the header `Stripe-Signature` for a body. */
const SIGNATURES: Readonly<Record<string, (text: string) => string[]>> = {
  'no signature': () => [],
  'an empty signature': () => [''],
  'the key of somebody else': (text) => [`t=${now()},v1=${sign(text, now())}`],
  'an empty key': (text) => [`t=${now()},v1=${sign(text, now(), '')}`],
  'the old scheme': (text) => [`t=${now()},v0=${sign(text, now())}`],
  'no time': (text) => [`v1=${sign(text, now())}`],
  'a time that is no number': (text) => [`t=x,v1=${sign(text, 0)}`],
  'a time long ago': (text) => [`t=1,v1=${sign(text, 1)}`],
  'a time to come': (text) => [`t=99999999999,v1=${sign(text, 99_999_999_999)}`],
  'a thousand signatures': (text) => [`t=${now()}${',v1=00'.repeat(1_000)},v1=${sign(text, now())}`],
  'an empty digest': () => [`t=${now()},v1=`],
  'no digest': () => [`t=${now()}`],
  'letters that are no hex': () => [`t=${now()},v1=${'z'.repeat(64)}`],
  'two headers': (text) => [`t=${now()},v1=${sign(text, now())}`, `t=${now()},v1=00`],
  'the prototype': () => ['__proto__=1,constructor=2'],
  junk: () => ['====,,,,t=,,v1'],
};

const BODIES: Readonly<Record<string, (text: string) => string>> = {
  'a payment that succeeded': (text) => text,
  'a payment that can be captured': (text) =>
    text.replace('payment_intent.succeeded', 'payment_intent.amount_capturable_updated'),
  'a refund': (text) => text.replace('payment_intent.succeeded', 'charge.refunded'),
  'an unknown event': (text) => text.replace('payment_intent.succeeded', '__proto__'),
  'an empty body': () => '',
  'no JSON': () => '{',
  'no object': () => '[]',
  operators: (text) => text.replace(/"pi_forged"/, '{"$ne":null}'),
  '200 kB': (text) => text + ' '.repeat(200_000),
};

/** Messages that seem to come from Stripe. */
export const forgedWebhooks: Kind = {
  name: 'forged webhooks',
  weight: 4,
  suits: ({ type }) => type === 'webhook',
  draw: (target, world, unique) =>
    fc
      .tuple(fc.constantFrom(...Object.entries(SIGNATURES)), fc.constantFrom(...Object.entries(BODIES)))
      .map(([[what, signature], [of, change]]) => {
        const draft = target.draft(world.cast, unique);
        const body = change(String(draft.body));
        return hostile(withHeader({ ...draft, body }, 'Stripe-Signature', ...signature(body)), world, {
          what: `${what} for ${of}`,
          must: 'be refused',
        });
      }),
};
