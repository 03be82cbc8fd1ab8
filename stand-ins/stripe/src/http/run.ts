import type Stripe from 'stripe';
import type { Answer, Call, Handler } from '../api/call.js';
import { expand } from '../api/expand.js';
import { Params } from '../api/params.js';
import { publicFields } from '../api/publishable.js';
import { ApiError } from '../errors.js';
import type { SavedAnswer } from '../store/tables.js';
import type { Context } from './context.js';
import { errorAnswer } from './error-answer.js';
import type { Form } from './parse-form.js';

export interface Work {
  handler: Handler;
  /** The parts of the path. */
  ids: string[];
  form: Form;
  caller: Call['caller'];
  request: Call['request'];
  /** The answer is saved for this key. `described` are the parameters that a repetition must have. */
  save?: { key: string; described: string } | undefined;
}

/** Runs a handler. The change, its events and the saved answer are one transaction. */
export function run({ store, settings, logger }: Context, work: Work): Answer {
  const { handler, ids, form, caller, request, save } = work;
  const now = new Date();
  try {
    return store.transact((transaction) => {
      const params = new Params(form);
      const paths = params.texts('expand');
      const { status, body } = handler({ caller, request, transaction, params, settings, now }, ...ids);
      const expanded = status === 200 ? expand(body, paths, transaction) : body;
      const answer = forCaller(caller, { status, body: expanded });
      if (save) transaction.put('answers', save.key, saved(answer, work, now));
      return answer;
    });
  } catch (error) {
    const answer = forCaller(caller, errorAnswer(error, request.id ?? 'a page', logger));
    // Stripe saves no answer of a request that was refused before it began to run
    if (save && (!(error instanceof ApiError) || error.ran))
      store.transact((transaction) => transaction.put('answers', save.key, saved(answer, work, now)));
    return answer;
  }
}

function saved({ status, body }: Answer, { save, request }: Work, now: Date): SavedAnswer {
  const text = JSON.stringify(body);
  return {
    request: save?.described ?? '',
    status,
    body: text,
    requestId: request.id ?? '',
    at: now.getTime(),
  };
}

/** A browser sees only some fields of a payment, in errors too. */
function forCaller(caller: Call['caller'], { status, body }: Answer): Answer {
  if (caller === 'secret') return { status, body };
  if ('object' in body && body.object === 'payment_intent')
    return { status, body: publicFields(body as Stripe.PaymentIntent) };
  const { error } = body as { error?: { payment_intent?: Stripe.PaymentIntent } };
  if (!error?.payment_intent) return { status, body };
  return { status, body: { error: { ...error, payment_intent: publicFields(error.payment_intent) } } };
}
